package io.baresock.startup;

import io.baresock.Baresock;
import io.baresock.gate.Jvm;
import io.baresock.run.Cell;
import io.baresock.run.Contest;
import io.baresock.run.Sample;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long the README's program takes as a whole process, from its start to its end: by the default backend, by FFM alone, by JNI alone,
 * and the same by NIO, in turns. All run from one jar that has only the library, as in an application: the jar of the benchmarks takes
 * longer to open.
 */
public final class StartupContest implements Contest {

    /** Five times the plan's rounds, with one turn each: 15 turns for three rounds. */
    private static final int TIMES = 5;

    private static final int WARM_UPS = 2;

    private static final Map<Cell, Task> TASKS = tasks();

    private final Path jar;
    private final Path log;
    private final int warmUps;

    private StartupContest(Path jar, Path log, int warmUps) {
        this.jar = jar;
        this.log = log;
        this.warmUps = warmUps;
    }

    private record Task(Class<?> program, List<String> options) {}

    private static Map<Cell, Task> tasks() {
        Map<Cell, Task> tasks = new LinkedHashMap<>();
        for (String backend : List.of("auto", "ffm", "jni")) {
            List<String> options = new ArrayList<>(Jvm.nativeAccess()); // as the README says
            options.add("-Dbaresock.backend=" + backend);
            tasks.put(Cell.parse("StartupBench.hello backend=" + backend), new Task(Hello.class, options));
        }
        tasks.put(Cell.parse("StartupBench.nio"), new Task(NioHello.class, List.of()));
        return tasks;
    }

    /** The rules; nothing is started yet. */
    public static Rules rules() {
        return new Rules(TASKS.keySet(), 1, TIMES, new Beginning() {
            private @Nullable Path made;

            @Override
            public Contest begin(Path log) throws IOException {
                Path jar = made;
                if (jar != null) {
                    return new StartupContest(jar, log, 0);
                }
                jar = jar(Files.createTempFile("baresock-startup", ".jar"));
                jar.toFile().deleteOnExit();
                made = jar;
                return new StartupContest(jar, log, WARM_UPS);
            }
        });
    }

    /** Reads the files, so that they are in the kernel's cache. */
    @Override
    public void warmUp(Cell cell) throws IOException, InterruptedException {
        for (int i = 0; i < warmUps; i++) {
            measure(cell);
        }
    }

    @Override
    public Sample measure(Cell cell) throws IOException, InterruptedException {
        Task task = Objects.requireNonNull(TASKS.get(cell));
        List<String> command = new ArrayList<>(List.of(Jvm.java()));
        command.addAll(Jvm.options());
        command.addAll(task.options());
        command.addAll(List.of("-cp", jar.toString(), task.program().getName()));
        long start = System.nanoTime();
        if (!Jvm.run(command, log)) {
            throw new IOException(task.program() + " failed");
        }
        double nanos = System.nanoTime() - start;
        return Sample.of(nanos, null, Map.of("process", nanos));
    }

    @Override
    public void close() {}

    /** Makes a jar of the library and the two programs. Their classes may be in one jar, in several jars, or in directories. */
    private static Path jar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Path source : new LinkedHashSet<>(List.of(source(Baresock.class), source(Hello.class)))) {
                if (Files.isDirectory(source)) {
                    copy(source, out);
                } else {
                    try (FileSystem zip = FileSystems.newFileSystem(source)) {
                        copy(zip.getPath("/"), out);
                    }
                }
            }
        }
        return jar;
    }

    private static void copy(Path root, JarOutputStream out) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = root.relativize(file).toString();
                if (isWanted(name)) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(file, (OutputStream) out);
                }
            }
        }
    }

    private static boolean isWanted(String name) {
        Set<String> others =
                Set.of("aeron", "bench", "echo", "flow", "gate", "latency", "mediadriver", "report", "run", "tails");
        String[] words = name.replaceFirst("^META-INF/versions/[0-9]+/", "").split("/", -1);
        return name.startsWith("META-INF/native/")
                || (words.length > 2
                        && words[0].equals("io")
                        && words[1].equals("baresock")
                        && !others.contains(words[2]));
    }

    private static Path source(Class<?> type) throws IOException {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
