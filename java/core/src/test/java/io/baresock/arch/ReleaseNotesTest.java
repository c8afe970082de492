package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cmake/release-notes.sh takes from the changelog, and when it stops a release. */
class ReleaseNotesTest {

    @TempDir
    Path dir;

    private String notes(String tag, String version) throws IOException, InterruptedException {
        Path pom = Files.writeString(
                dir.resolve("pom.xml"),
                "<project>\n  <version>" + version
                        + "</version>\n  <x>\n    <version>9</version>\n  </x>\n</project>\n");
        Path changelog = Files.writeString(
                dir.resolve("CHANGELOG.md"),
                """
                # Changelog

                ## Unreleased

                - later

                ## 1.2.1 (2026-02-01)

                ### Fixed

                - one thing

                ## 1.2.0

                - the first of 1.2

                ## 1.1.0
                """);
        return new BareMachine(dir).run("release-notes.sh", tag, pom.toString(), changelog.toString());
    }

    @Test
    void section_isTheReleases() throws Exception {
        assertEquals("0 ### Fixed\n\n- one thing", notes("v1.2.1", "1.2.1"));
    }

    @Test
    void section_withoutADate() throws Exception {
        assertEquals("0 - the first of 1.2", notes("v1.2.0", "1.2.0"));
    }

    @Test
    void tagOfAnotherVersion_stops() throws Exception {
        String said = notes("v1.2.2", "1.2.1");
        assertTrue(said.startsWith("1 [ERROR] the tag is v1.2.2, and the version in "), said);
        assertTrue(said.endsWith(" is 1.2.1: the tag must be v1.2.1"), said);
    }

    @Test
    void snapshot_stops() throws Exception {
        assertEquals(
                "1 [ERROR] 1.2.1-SNAPSHOT is not the version of a release", notes("v1.2.1-SNAPSHOT", "1.2.1-SNAPSHOT"));
    }

    @Test
    void changelogWithoutIt_stops() throws Exception {
        String said = notes("v1.3.0", "1.3.0");
        assertTrue(said.endsWith(" has no section \"## 1.3.0\" with text"), said);
    }

    @Test
    void emptySection_stops() throws Exception {
        assertTrue(notes("v1.1.0", "1.1.0").startsWith("1 [ERROR] "));
    }
}
