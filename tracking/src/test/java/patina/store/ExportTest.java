package patina.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    @TempDir
    Path folder;

    private Path exported(String name) throws IOException {
        try (Inspection inspection = Inspection.create(folder.resolve(name))) {
            int run = inspection.beginRun("0.1.0", "17", "{\"threads\":2}", "{\"name\":\"AlCu in 3.5 % NaCl\"}");
            inspection.putScans(List.of(Rows.scan(0), Rows.scan(1)));
            inspection.commit(
                    "register",
                    0,
                    "k",
                    to -> to.transforms(List.of(Rows.transform(1, 0.1), Rows.transform(0, Double.NaN))));
            inspection.commit("measure", 1, "k", to -> {
                to.features(List.of(Rows.feature(1, 2, 5), Rows.feature(1, 1, 1e9 / 3)));
                to.tracks(List.of(Rows.track(1, 1, 0.5)));
                to.memberVolumes(List.of(new MemberVolumeRow(1, 5, 3, 0.1)));
                to.summary(List.of(Rows.summary(1, 12)));
                to.flags(List.of(Rows.flag(1)));
            });
            inspection.addMoved(List.of(new MovedRow(run, "features", 0, 1, "depth_um", 5, 5.5, 0.25)));
            inspection.endRun(run);
            Path to = folder.resolve(name + "-csv");
            inspection.export(to);
            return to;
        }
    }

    /** Headers are written out by hand from the contract; further columns may follow. */
    @Test
    void tablesHaveTheAgreedNamesInTheAgreedOrder() throws IOException {
        Path to = exported("a");
        assertHeader(
                to,
                "transforms",
                "scan,file,role,m00,m01,m02,m03,m10,m11,m12,m13,m20,m21,m22,m23,model,scale_drift,tre_u_um,residual,"
                        + "trimmed_fraction");
        assertHeader(
                to,
                "features",
                "scan,exposure,track_id,feature_id,kind,x_um,y_um,z_um,volume_um3,volume_u_um3,volume_total_um3,"
                        + "depth_um,depth_u_um,depth_local_um,mouth_area_um2,area_um2,length_um,length_u_um,width_um,"
                        + "opening_mean_um,opening_mean_u_um,opening_max_um,remaining_wall_um,resolved,inside,"
                        + "cut_by_view,parent_track_id");
        assertHeader(
                to,
                "tracks",
                "track_id,kind,first_scan,last_scan,began,ended,parents,children,growth_law,rate,rate_u,rate_unit,class");
        assertHeader(to, "member_volumes", "scan,track_id,member_track_id,volume_um3");
        assertHeader(
                to,
                "summary",
                "scan,exposure,lost_um3,lost_u_um3,features_lost_um3,gained_um3,examined_area_um2,pit_count,"
                        + "pit_density_per_m2,max_depth_um,mean_loss_um,mean_loss_u_um,pitting_factor,"
                        + "corrosion_rate_mm_per_y,wear_rate_mm3_per_n_m,crack_length_um");
        assertHeader(
                to,
                "flags",
                "rank,track_id,score,kind,x_um,y_um,z_um,size_x_um,size_y_um,size_z_um,depth_below_surface_um,technique,"
                        + "removal_volume_um3,hours,targeting_u_um,reason");
    }

    private static void assertHeader(Path to, String table, String wanted) throws IOException {
        String header = Files.readAllLines(to.resolve(table + ".csv")).get(0);
        assertTrue(header.equals(wanted) || header.startsWith(wanted + ","), header);
    }

    @Test
    void cellsArePlainAndSorted() throws IOException {
        Path to = exported("a");
        String first = Files.readAllLines(to.resolve("features.csv")).get(1);
        assertTrue(first.startsWith("1,24.0,1,101,pit,1.5,2.5,1.0E-9,333333333.3333333,3.25,"), first);
        assertEquals(
                "1,24.0,2,102,pit,1.5,2.5,1.0E-9,5.0,3.25,6.0,,,,900.0,1000.0,,,,,,,,true,false,true,1,1;2;3;40;50;5000000000,,4.5,0.25,0.75,0.5",
                Files.readAllLines(to.resolve("features.csv")).get(2));
        assertEquals(
                "1,pit,0,1,merged,present,3;4,,constant,0.5,0.01,um/h,growing",
                Files.readAllLines(to.resolve("tracks.csv")).get(1));
        assertTrue(Files.readString(to.resolve("flags.csv")).contains(",\"Deepest pit, 12 um, and it grows.\"\n"));
        List<String> transforms = Files.readAllLines(to.resolve("transforms.csv"));
        assertTrue(transforms.get(1).startsWith("0,scan_00.tif,step,1.0,0.0,0.0,,0.0"), transforms.get(1));
        assertTrue(
                transforms.get(2).endsWith(",1.0E-9;0.0;0.0;2.5E-10,\"rotation about z, \"\"weak\"\"\",0,,"),
                transforms.get(2));
        assertEquals(
                "features,0,1,depth_um,5.0,5.5,0.25",
                Files.readAllLines(to.resolve("moved.csv")).get(1));
    }

    @Test
    void jsonHoldsNameSeriesSettingsCountsAndTables() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(exported("a").resolve("inspection.json").toFile());
        assertEquals("AlCu in 3.5 % NaCl", json.path("name").asText());
        assertEquals("0.1.0", json.path("version").asText());
        assertEquals(2, json.path("settings").path("threads").asInt());
        assertEquals(2, json.path("counts").path("features").asInt());
        assertEquals(1e9 / 3, json.path("features").path(0).path("volume_um3").asDouble());
        assertTrue(json.path("transforms").path(0).path("m03").isNull());
        assertEquals("[3,4]", json.path("tracks").path(0).path("parents").toString());
        assertEquals("ä", json.path("scans").path(1).path("notes").path("note").asText());
    }

    @Test
    void equalContentGivesEqualBytesAndNothingHalfWrittenStays() throws IOException {
        Path a = exported("a");
        Path b = exported("b");
        Files.writeString(a.resolve("notes.txt"), "the user's own");
        try (Inspection inspection = Inspection.openReadOnly(folder.resolve("a"))) {
            inspection.export(a);
        }
        try (Stream<Path> files = Files.list(b)) {
            for (Path file : files.toList()) {
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(a.resolve(file.getFileName())));
            }
        }
        assertEquals("the user's own", Files.readString(a.resolve("notes.txt")));
        assertFalse(Files.exists(a.resolve(".export.part")));
        assertFalse(Files.exists(folder.resolve(".a-csv.part")));
    }
}
