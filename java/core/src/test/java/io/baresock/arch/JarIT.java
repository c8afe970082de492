package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the jars that are shipped. Runs once, on the JDK that compiled them. */
class JarIT {

    private static final Path JAR = Path.of(System.getProperty("baresock.test.jar"));
    private static final String OVERLAY = "META-INF/versions/22/";
    private static final String NATIVES = "META-INF/native/";

    /** e_machine of elf(5); the CPU type of a Mach-O header. */
    private static final Map<String, Integer> ELF_MACHINES = Map.of("x86_64", 62, "aarch64", 183, "riscv64", 243);

    private static final Map<String, Integer> MACH_O_CPUS = Map.of("x86_64", 0x0100_0007, "aarch64", 0x0100_000C);
    private static final int MACH_O_64 = 0xFEED_FACF;

    private static Set<String> names(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Path withClassifier(String classifier) {
        return JAR.resolveSibling(JAR.getFileName().toString().replaceFirst("\\.jar$", "-" + classifier + ".jar"));
    }

    @Test
    void jarTool_findsNothingWrong() {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        int status = ToolProvider.findFirst("jar").orElseThrow().run(out, out, "--validate", "--file", JAR.toString());
        assertEquals(0, status, said.toString());
        assertEquals("", said.toString().strip());
    }

    @Test
    void manifest_saysWhatTheJvmMustKnow() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes main = jar.getManifest().getMainAttributes();
            assertEquals("true", main.getValue("Multi-Release"));
            assertEquals("ALL-UNNAMED", main.getValue("Enable-Native-Access"));
            assertEquals("io.baresock.tool.Main", main.getValue("Main-Class"));
            assertNotNull(main.getValue("Implementation-Version"));
            assertTrue(jar.getEntry("module-info.class") != null, "no module-info");
            assertTrue(jar.getEntry("META-INF/LICENSE") != null, "no licence");
        }
    }

    /** OSGi shows a bundle's users only what this header names; the module system only what module-info exports. */
    @Test
    void osgi_exportsWhatTheModuleExports() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes main = jar.getManifest().getMainAttributes();
            assertEquals("io.baresock", main.getValue("Bundle-SymbolicName"));
            String header = main.getValue("Export-Package").replaceAll("\"[^\"]*\"", ""); // "uses" has commas
            Set<String> bundle = Stream.of(header.split(","))
                    .map(clause -> clause.split(";")[0])
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> module = ModuleFinder.of(JAR).find("io.baresock").orElseThrow().descriptor().exports().stream()
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(module, bundle);
        }
    }

    /** A POM whose parent is in no repository cannot be used. */
    @Test
    void pom_standsAlone() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            ZipEntry entry = jar.getEntry("META-INF/maven/io.baresock/baresock/pom.xml");
            String pom = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            assertFalse(pom.contains("<parent>"), pom);
            assertFalse(pom.contains("${"), pom);
            for (String element : List.of("name", "description", "url", "license", "developer", "connection")) {
                assertTrue(pom.contains("<" + element + ">"), () -> element + " in " + pom);
            }
        }
    }

    @Test
    void overlay_hasOneTwin_andIsInvisibleOtherwise() throws Exception {
        Set<String> names = names(JAR);
        Set<String> overlay = names.stream()
                .filter(name -> name.startsWith(OVERLAY) && name.endsWith(".class"))
                .map(name -> name.substring(OVERLAY.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> twins = new TreeSet<>(overlay);
        twins.retainAll(names);
        assertEquals(Set.of("io/baresock/internal/backend/JdkSupport.class"), twins);
        assertTrue(overlay.size() > twins.size(), "the overlay has nothing of its own: " + overlay);
        for (String name : overlay) {
            if (!twins.contains(name)) {
                String className = name.replaceFirst("\\.class$", "").replace('/', '.');
                Class<?> type = Class.forName(className, false, JarIT.class.getClassLoader());
                assertFalse(Modifier.isPublic(type.getModifiers()), className + " is public");
            }
        }
    }

    @Test
    void otherVersions_areNotThere() throws IOException {
        List<String> others = names(JAR).stream()
                .filter(name -> name.startsWith("META-INF/versions/") && !name.startsWith(OVERLAY))
                .toList();
        assertEquals(List.of(), others);
    }

    @Test
    void everyLibrary_isForTheMachineOfItsFolder() throws IOException {
        Set<String> libraries = new TreeSet<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (String name : names(JAR)) {
                if (name.startsWith(NATIVES)) {
                    libraries.add(name);
                    byte[] head = jar.getInputStream(jar.getEntry(name)).readNBytes(64);
                    checkMachine(name, ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN));
                }
            }
        }
        String own = NATIVES + Platform.name() + '/' + Platform.libraryFile();
        assertTrue(libraries.contains(own), own + " is not among " + libraries);
    }

    private static void checkMachine(String name, ByteBuffer head) {
        String[] folder = name.split("/")[2].split("-");
        String os = folder[0];
        String arch = folder[1];
        assertEquals(64, head.remaining(), name);
        if (os.equals("macos")) {
            assertTrue(name.endsWith("/libbaresock.dylib"), name);
            assertEquals(MACH_O_64, head.getInt(0), name);
            assertEquals(MACH_O_CPUS.get(arch), head.getInt(4), name);
        } else {
            assertTrue(name.endsWith("/libbaresock.so"), name);
            assertEquals(0x464C_457F, head.getInt(0), name + " is no ELF file");
            assertEquals(ELF_MACHINES.get(arch), (int) head.getShort(18), name);
        }
    }

    @Test
    void jar_hasNothingOfTheTests() throws IOException {
        Path testClasses = JAR.resolveSibling("test-classes");
        Set<String> tests;
        try (Stream<Path> files = Files.walk(testClasses)) {
            tests = files.filter(Files::isRegularFile)
                    .map(file -> testClasses.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertTrue(tests.contains("io/baresock/arch/JarIT.class"), tests.toString());
        tests.retainAll(names(JAR));
        assertEquals(Set.of(), tests);
        for (String name : names(JAR)) {
            assertFalse(name.matches(".*(junit|archunit|jspecify|module-info\\.java).*"), name);
        }
    }

    @Test
    void sources_areThere() throws IOException {
        Set<String> names = names(withClassifier("sources"));
        assertTrue(names.contains("io/baresock/Socket.java"), names.toString());
        assertTrue(names.contains("module-info.java"), names.toString());
    }

    @Test
    void javadoc_isThere_ofTheExportedPackages() throws IOException {
        Set<String> names = names(withClassifier("javadoc"));
        assertTrue(names.stream().anyMatch(name -> name.endsWith("io/baresock/Socket.html")), names.toString());
        assertFalse(names.stream().anyMatch(name -> name.contains("/internal/")), names.toString());
    }
}
