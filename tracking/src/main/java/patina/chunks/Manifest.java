package patina.chunks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the chunks of one time must be: a line of length and CRC-32C for each, by level and place.
 *
 * <pre>
 * patina-chunks 1
 * grey 0.0 1.0
 * 0 0/0/1 18233 8f1a90c2
 * end 01ab23cd
 * </pre>
 *
 * The line {@code grey} holds offset and slope; {@code end} holds the CRC-32C of all lines before it. A chunk without a
 * line is all fill.
 *
 * @param levels for each pyramid level, finest first: chunk number to what it must be
 */
record Manifest(double offset, double slope, List<Map<Long, Chunk>> levels) {
    private static final String FIRST = "patina-chunks 1";

    /** What a chunk's file must be. */
    record Chunk(int bytes, int checksum) {}

    static Manifest empty(double offset, double slope, int levels) {
        List<Map<Long, Chunk>> all = new ArrayList<>();
        for (int l = 0; l < levels; l++) {
            all.add(new TreeMap<>());
        }
        return new Manifest(offset, slope, all);
    }

    /** Takes in the chunks of another; those replace what was known of them. */
    void add(Manifest later) {
        for (int l = 0; l < levels.size(); l++) {
            levels.get(l).putAll(later.levels.get(l));
        }
    }

    void write(Path file, OmeZarr volume) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(FIRST).append('\n');
        text.append("grey ").append(offset).append(' ').append(slope).append('\n');
        for (int l = 0; l < levels.size(); l++) {
            ChunkLayout layout = volume.layout(l);
            for (Map.Entry<Long, Chunk> e : levels.get(l).entrySet()) {
                text.append(l)
                        .append(' ')
                        .append(layout.name(e.getKey()))
                        .append(' ')
                        .append(e.getValue().bytes)
                        .append(' ')
                        .append(hex(e.getValue().checksum))
                        .append('\n');
            }
        }
        int checksum = Codec.checksum(text.toString().getBytes(StandardCharsets.US_ASCII));
        text.append("end ").append(hex(checksum)).append('\n');
        try {
            Files.writeString(file, text, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw StorageFailure.writing(file, e);
        }
    }

    static Manifest read(Path file, OmeZarr volume) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw StorageFailure.reading(file, e);
        }
        int end = text.lastIndexOf("end ");
        if (end < 0
                || !text.substring(end)
                        .equals("end "
                                + hex(Codec.checksum(text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1)))
                                + "\n")) {
            throw damaged(file, "its checksum does not fit");
        }
        String[] lines = text.substring(0, end).split("\n");
        if (lines.length < 2 || !lines[0].equals(FIRST)) {
            throw damaged(file, "it begins with '" + lines[0] + "'");
        }
        try {
            String[] grey = lines[1].split(" ");
            Manifest manifest = empty(Double.parseDouble(grey[1]), Double.parseDouble(grey[2]), volume.levels());
            for (int i = 2; i < lines.length; i++) {
                String[] words = lines[i].split(" ");
                int level = Integer.parseInt(words[0]);
                long chunk = volume.layout(level).chunk(words[1]);
                if (chunk < 0) {
                    throw damaged(file, "line " + (i + 1) + " names no chunk");
                }
                manifest.levels
                        .get(level)
                        .put(chunk, new Chunk(Integer.parseInt(words[2]), Integer.parseUnsignedInt(words[3], 16)));
            }
            return manifest;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw damaged(file, "it cannot be understood: " + e.getMessage());
        }
    }

    static String hex(int checksum) {
        return String.format("%08x", checksum);
    }

    private static IOException damaged(Path file, String why) {
        return new StorageFailure("The list of chunks '" + file + "' is damaged (" + why
                + "). Delete the folder of this volume and give the same command again; it is made anew.");
    }
}
