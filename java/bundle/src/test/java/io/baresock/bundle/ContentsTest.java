package io.baresock.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every artifact is there, and has in it what its name promises. */
class ContentsTest {

    private static final String NATIVES = "META-INF/native/";
    private static final String GPG = System.getProperty("baresock.gpg", "");

    @Test
    void onlyWhatUsersTake_isPublished() throws IOException {
        Set<String> artifacts = Published.artifacts();
        assertEquals(Set.of("baresock", "baresock-bom", "baresock-net", "baresock-netty", "baresock-aeron"), artifacts);
    }

    @Test
    void everyModule_hasSourcesJavadocAndABillOfMaterials() throws IOException {
        for (String artifact : Published.artifacts()) {
            Set<String> files = Published.files(artifact).keySet();
            assertTrue(files.containsAll(Set.of(".pom", "-cyclonedx.json", "-cyclonedx.xml")), artifact + files);
            if (!artifact.equals("baresock-bom")) {
                assertTrue(files.containsAll(Set.of(".jar", "-sources.jar", "-javadoc.jar")), artifact + files);
            }
        }
    }

    @Test
    void theCore_hasAJarForEachPlatform() throws IOException {
        Set<String> expected = new TreeSet<>(Set.of(
                ".pom",
                "-cyclonedx.json",
                "-cyclonedx.xml",
                ".jar",
                "-sources.jar",
                "-javadoc.jar",
                "-without-natives.jar"));
        Published.platforms().forEach(platform -> expected.add("-" + platform + ".jar"));
        assertEquals(expected, Published.files("baresock").keySet());
    }

    @Test
    void allInOne_hasEveryPlatform() throws IOException {
        Set<String> libraries = Published.names(Published.file("baresock", ".jar")).stream()
                .filter(name -> name.startsWith(NATIVES))
                .map(name -> name.split("/")[2])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Published.platforms(), libraries);
    }

    @Test
    void sources_haveNoLibrary() throws IOException {
        Set<String> names = Published.names(Published.file("baresock", "-sources.jar"));
        assertTrue(names.contains("io/baresock/Socket.java"), names::toString);
        names.removeIf(name -> !name.startsWith(NATIVES));
        assertEquals(Set.of(), names);
    }

    @Test
    void withoutNatives_isTheRest() throws IOException {
        Set<String> rest = Published.names(Published.file("baresock", ".jar"));
        rest.removeIf(name -> name.startsWith(NATIVES));
        Path jar = Published.file("baresock", "-without-natives.jar");
        assertEquals(rest, Published.names(jar));
        String manifest = new String(Published.entry(jar, "META-INF/MANIFEST.MF"), UTF_8);
        for (String header :
                List.of("Multi-Release: true", "Enable-Native-Access: ALL-UNNAMED", "Export-Package: io.baresock;")) {
            assertTrue(manifest.contains(header), manifest);
        }
        assertTrue(rest.contains("module-info.class"), rest::toString);
    }

    @Test
    void aPlatformsJar_hasItsLibraryAndNoClasses() throws IOException {
        for (String platform : Published.platforms()) {
            Path jar = Published.file("baresock", "-" + platform + ".jar");
            String library =
                    NATIVES + platform + (platform.startsWith("macos") ? "/libbaresock.dylib" : "/libbaresock.so");
            assertEquals(Set.of("META-INF/MANIFEST.MF", "META-INF/LICENSE", library), Published.names(jar));
            assertArrayEquals(
                    Published.entry(Published.file("baresock", ".jar"), library),
                    Published.entry(jar, library),
                    platform);
            String manifest = new String(Published.entry(jar, "META-INF/MANIFEST.MF"), UTF_8);
            assertTrue(manifest.contains("Fragment-Host: io.baresock\r\n"), manifest);
        }
    }

    /** A repository refuses a POM that lacks one of these; a user cannot resolve a parent that is nowhere. */
    @Test
    void poms_standAlone() throws IOException {
        for (String artifact : Published.artifacts()) {
            String pom = Files.readString(Published.file(artifact, ".pom"));
            assertFalse(pom.contains("<parent>"), pom);
            assertFalse(pom.contains("${"), pom);
            assertFalse(pom.contains("<scope>test</scope>"), pom);
            for (String element : List.of("name", "description", "url", "license", "developer", "connection")) {
                assertTrue(pom.contains("<" + element + ">"), () -> element + " in " + pom);
            }
        }
    }

    @Test
    void theBom_hasEveryArtifact() throws IOException {
        String bom = Files.readString(Published.file("baresock-bom", ".pom")).replaceAll("\\s+", "");
        Set<String> missing = new TreeSet<>(Published.artifacts());
        missing.removeIf(artifact -> artifact.equals("baresock-bom")
                || bom.contains("<artifactId>" + artifact + "</artifactId><version>" + Published.VERSION
                        + "</version></dependency>"));
        assertEquals(Set.of(), missing);
        Set<String> classifiers = Published.platforms();
        classifiers.add("without-natives");
        classifiers.removeIf(classifier -> bom.contains("<classifier>" + classifier + "</classifier>"));
        assertEquals(Set.of(), classifiers);
        assertFalse(bom.contains("junit"), bom);
    }

    @Test
    void checksums_fit() throws Exception {
        for (String algorithm : List.of("SHA-256", "SHA-1", "MD5")) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            String end = "." + algorithm.replace("-", "").toLowerCase(Locale.ROOT);
            for (String artifact : Published.artifacts()) {
                for (Path file : Published.files(artifact).values()) {
                    String sum = Files.readString(file.resolveSibling(file.getFileName() + end));
                    assertEquals(
                            HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file))), sum, file::toString);
                }
            }
        }
    }

    @Test
    void signatures_areGood() throws Exception {
        for (String artifact : Published.artifacts()) {
            for (Path file : Published.files(artifact).values()) {
                Path signature = file.resolveSibling(file.getFileName() + ".asc");
                if (GPG.isEmpty()) {
                    assertFalse(Files.exists(signature), () -> "who made " + signature + "? There is no key");
                    continue;
                }
                Process gpg = new ProcessBuilder(
                                "gpg", "--homedir", GPG, "--verify", signature.toString(), file.toString())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(gpg.getInputStream().readAllBytes(), UTF_8);
                assertEquals(0, gpg.waitFor(), said);
                assertTrue(said.contains("Good signature"), said);
            }
        }
    }
}
