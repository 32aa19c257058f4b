package patina.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which part of Patina sees which. The lists here are the plan of the house; a wall is moved here first. */
class LayoutTest {
    /** The engine, read downwards as the data flows: a package uses only those before it. */
    private static final List<String> ENGINE = List.of(
            "geometry",
            "blocks",
            "chunks",
            "fields",
            "meshes",
            "series",
            "registration",
            "segmentation",
            "detection",
            "tracks",
            "metrics",
            "growth",
            "targeting",
            "store",
            "pipeline");

    /** The page's template is html's; pdf prints it. */
    private static final List<String> REPORTS = List.of("document", "charts", "html", "pdf");

    private static JavaClasses all;

    @BeforeAll
    static void readClasses() {
        all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("patina");
    }

    /** A rule that saw nothing would hold for ever. */
    @Test
    void everySourceFileIsSeen() throws IOException {
        long sources = 0;
        for (String module : List.of("test-volumes", "tracking", "reports", "app")) {
            Path folder = Path.of("..", module, "src", "main", "java");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    sources += files.filter(
                                    file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                            .count();
                }
            }
        }
        long seen = all.stream()
                .filter(c -> c.isTopLevelClass() && !c.getSimpleName().equals("package-info"))
                .count();
        assertTrue(sources > 50, "only " + sources + " source files were found");
        assertTrue(seen >= sources, "of " + sources + " source files only " + seen + " classes were seen");
    }

    @Test
    void theEngineIsOneStack() {
        classes()
                .that(resideInAPackage("patina.."))
                .and(not(resideInAnyPackage("patina.app..", "patina.reports..", "patina.phantom..")))
                .should(useOnlyWhatComesBefore("patina.", ENGINE))
                .check(all);
    }

    @Test
    void documentsBeforeChartsBeforeTheirForms() {
        check(classes()
                .that(resideInAPackage("patina.reports.*.."))
                .should(useOnlyWhatComesBefore("patina.reports.", REPORTS)));
    }

    @Test
    void modulesPointOneWay() {
        check(noClasses()
                .that(resideInAPackage("patina.."))
                .and(not(resideInAPackage("patina.app..")))
                .should()
                .dependOnClassesThat(resideInAPackage("patina.app.."))
                .as("nothing but app uses app"));
        check(noClasses()
                .that(not(resideInAnyPackage("patina.reports..", "patina.app..")))
                .should()
                .dependOnClassesThat(resideInAPackage("patina.reports.."))
                .as("only reports and app use reports"));
        check(noClasses()
                .that(not(resideInAnyPackage("patina.phantom..", "patina.app..")))
                .should()
                .dependOnClassesThat(resideInAPackage("patina.phantom.."))
                .as("the engine does not know the phantoms it is tested with"));
    }

    @Test
    void phantomsKnowNothingOfOurs() {
        check(classes()
                .that(resideInAPackage("patina.phantom.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "patina.phantom..", "org.jspecify..")));
    }

    @Test
    void theAppIsSessionThenFacesThenMain() {
        check(noClasses()
                .that(resideInAPackage("patina.app.session.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("patina.app", "patina.app.cli..", "patina.app.gui..")));
        check(noClasses()
                .that(resideInAPackage("patina.app.cli.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("patina.app", "patina.app.gui..")));
        check(noClasses()
                .that(resideInAPackage("patina.app.gui.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("patina.app", "patina.app.cli..")));
    }

    @Test
    void theWindowStandsOnItsModelAndItsPictures() {
        check(noClasses()
                .that(resideInAPackage("patina.app.gui.view.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("patina.app.gui", "patina.app.gui.model..", "patina.app.session..")));
        check(noClasses()
                .that(resideInAPackage("patina.app.gui.model.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "patina.app.gui", "patina.app.gui.view..", "javax.swing..", "java.awt..", "com.formdev..")));
    }

    @Test
    void pluginsAreLeaves() {
        check(noClasses()
                .that(not(resideInAPackage("patina.blocks.threads..")))
                .should()
                .dependOnClassesThat(resideInAPackage("patina.blocks.threads.."))
                .as("nobody imports the threads runner"));
        check(noClasses()
                .that(not(resideInAPackage("patina.series.formats..")))
                .should()
                .dependOnClassesThat(resideInAPackage("patina.series.formats.."))
                .as("nobody imports a format"));
        check(slices().matching("patina.series.formats.(*)..")
                .should()
                .notDependOnEachOther()
                .as("formats do not import each other"));
    }

    @Test
    void noPackagesInCycles() {
        check(slices().matching("patina.(**)").should().beFreeOfCycles());
    }

    @Test
    void librariesHaveOneHome() {
        home("patina.store..", "org.h2..", "org.flywaydb..", "org.jdbi..", "java.sql..", "javax.sql..");
        home("patina.reports.charts..", "org.jfree..");
        home("patina.reports.pdf..", "com.openhtmltopdf..", "org.apache.pdfbox..");
        home("patina.app.cli..", "picocli..");
        home("patina.app.gui..", "javax.swing..", "com.formdev..", "net.miginfocom..");
        // Chunks are compressed with it, and some TIFF files are.
        home(List.of("patina.chunks..", "patina.series.formats.."), "com.github.luben..");
        home("patina.series.formats..", "com.twelvemonkeys..");
    }

    @Test
    void noLibrarysTypesInPublicSignatures() {
        classes()
                .that(resideInAPackage("patina.."))
                .and()
                .arePublic()
                .should(new ArchCondition<JavaClass>("not show Jackson or Commons Math to others") {
                    @Override
                    public void check(JavaClass c, ConditionEvents events) {
                        for (JavaCodeUnit unit : c.getCodeUnits()) {
                            if (isOpen(unit.getModifiers())) {
                                Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                                        .filter(LayoutTest::isPrivateMatter)
                                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                                c, unit.getFullName() + " shows " + type.getName())));
                            }
                        }
                        c.getFields().stream()
                                .filter(field -> isOpen(field.getModifiers()) && isPrivateMatter(field.getRawType()))
                                .forEach(field -> events.add(
                                        SimpleConditionEvent.violated(c, field.getFullName() + " shows a library")));
                    }
                })
                .check(all);
    }

    @Test
    void onlyTheCommandLineSpeaksToStandardStreams() {
        check(noClasses()
                .that(resideInAPackage("patina.."))
                .and(not(resideInAPackage("patina.app.cli..")))
                .and()
                .doNotHaveFullyQualifiedName("patina.app.Main")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
        check(noClasses()
                .that(resideInAPackage("patina.."))
                .and()
                .doNotHaveFullyQualifiedName("patina.app.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .as("only Main ends the program"));
    }

    @Test
    void noStaticMutableState() {
        check(classes()
                .that(resideInAPackage("patina.."))
                .should(new ArchCondition<JavaClass>("have no static field that can be set") {
                    @Override
                    public void check(JavaClass c, ConditionEvents events) {
                        c.getFields().stream()
                                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC)
                                        && !field.getModifiers().contains(JavaModifier.FINAL)
                                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                                .forEach(field -> events.add(
                                        SimpleConditionEvent.violated(c, field.getFullName() + " is mutable")));
                    }
                }));
    }

    private static void home(String home, String... libraries) {
        home(List.of(home), libraries);
    }

    private static void home(List<String> homes, String... libraries) {
        check(noClasses()
                .that(resideInAPackage("patina.."))
                .and(not(resideInAnyPackage(homes.toArray(String[]::new))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(libraries))
                .as(String.join(", ", libraries) + " only in " + String.join(", ", homes)));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(all);
    }

    private static boolean isOpen(java.util.Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isPrivateMatter(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return name.startsWith("com.fasterxml.jackson") || name.startsWith("org.apache.commons.math3");
    }

    private static ArchCondition<JavaClass> useOnlyWhatComesBefore(String root, List<String> order) {
        return new ArchCondition<>("use only what comes before it in " + order) {
            @Override
            public void check(JavaClass c, ConditionEvents events) {
                int own = order.indexOf(layer(c));
                if (own < 0) {
                    events.add(SimpleConditionEvent.violated(c, c.getName() + " lies in none of " + order));
                    return;
                }
                for (Dependency dependency : c.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().startsWith(root) && order.indexOf(layer(target)) > own) {
                        events.add(SimpleConditionEvent.violated(c, dependency.getDescription()));
                    }
                }
            }

            private String layer(JavaClass c) {
                String name = c.getPackageName();
                return name.startsWith(root) ? name.substring(root.length()).split("\\.")[0] : "";
            }
        };
    }
}
