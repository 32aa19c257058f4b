package patina.app.gui.model;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Finds what can be done by what was typed of its title or its help. */
public final class Search {
    private Search() {}

    /**
     * What was found, best first: that whose title begins so, whose title or help hold all the words, or whose title has the
     * letters in order. Of equal ones the order stays; where nothing is typed all are found.
     */
    public static <T> List<T> found(List<T> all, Function<T, String> title, Function<T, String> help, String typed) {
        String wanted = typed.strip().toLowerCase(Locale.ROOT);
        record Scored<S>(S what, int score) {}
        return all.stream()
                .map(t -> new Scored<>(t, score(title.apply(t), help.apply(t), wanted)))
                .filter(s -> s.score() > 0)
                .sorted(Comparator.comparingInt((Scored<T> s) -> -s.score()))
                .map(Scored::what)
                .toList();
    }

    private static int score(String title, String help, String wanted) {
        if (wanted.isEmpty()) {
            return 1;
        }
        String name = title.toLowerCase(Locale.ROOT);
        if (name.startsWith(wanted)) {
            return 5;
        }
        boolean inTitle = true;
        boolean inHelp = true;
        String all = name + " " + help.toLowerCase(Locale.ROOT);
        for (String word : wanted.split("\\s+")) {
            inTitle &= name.contains(word);
            inHelp &= all.contains(word);
        }
        if (inTitle) {
            return 4;
        }
        if (inHelp) {
            return 3;
        }
        int at = 0;
        for (int i = 0; i < wanted.length(); i++) {
            at = name.indexOf(wanted.charAt(i), at) + 1;
            if (at == 0) {
                return 0;
            }
        }
        return 2;
    }
}
