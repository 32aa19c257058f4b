package patina.reports.document;

import java.util.List;
import patina.reports.document.Document.Paragraph;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Signatures;

/** What the report is good for, and who answers for it. */
final class ResultSection {
    private ResultSection() {}

    static Section of(Findings findings) {
        return new Section(
                "Result and signatures",
                false,
                List.of(
                        new Paragraph(
                                "For information only: no acceptance criterion was given to this inspection, so none is applied. The"
                                        + " report holds for specimen "
                                        + (findings.facts.specimen().id() == null
                                                ? "‘" + findings.facts.name() + "’"
                                                : findings.facts.specimen().id())
                                        + " as scanned, and is to be copied only as a whole."),
                        new Signatures(List.of("Measured and evaluated by", "Checked by"))));
    }
}
