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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long the README's program takes as a whole process, from its start to its end: by FFM, by JNI, and the same by NIO, by turns. All run
 * from one jar, with the library in it and nothing else, as an application has it: that of the benchmarks takes longer to open.
 */
public final class StartupContest extends Contest<StartupContest.Task> {

    /** Five times the plan's rounds, of one turn each: 15 in all with three. */
    private static final int TIMES = 5;

    private static final int WARM_UPS = 2;
    private static final int MOST_SECONDS = 60;

    private @Nullable Path jar;

    record Task(Class<?> program, List<String> options) {}

    /** Nothing is started yet. */
    public StartupContest() {
        for (String backend : List.of("ffm", "jni")) {
            List<String> options = new ArrayList<>(Jvm.nativeAccess()); // as the README says
            options.add("-Dbaresock.backend=" + backend);
            add(Cell.parse("StartupBench.hello backend=" + backend), new Task(Hello.class, options));
        }
        add(Cell.parse("StartupBench.nio"), new Task(NioHello.class, List.of()));
    }

    @Override
    protected int turns() {
        return 1;
    }

    @Override
    protected int rounds(int planned) {
        return TIMES * planned;
    }

    @Override
    protected Turn begin(Path log) throws IOException {
        Path made = jar;
        boolean isFirst = made == null;
        if (made == null) {
            made = jar(Files.createTempFile("baresock-startup", ".jar"));
            made.toFile().deleteOnExit();
            jar = made;
        }
        return new StartupTurn(made, log, isFirst ? WARM_UPS : 0);
    }

    private final class StartupTurn implements Turn {
        private final Path jar;
        private final Path log;
        private final int warmUps;

        StartupTurn(Path jar, Path log, int warmUps) {
            this.jar = jar;
            this.log = log;
            this.warmUps = warmUps;
        }

        /** The files are in the kernel's cache then. */
        @Override
        public void warmUp(Cell cell) throws IOException {
            for (int i = 0; i < warmUps; i++) {
                measure(cell);
            }
        }

        @Override
        public Sample measure(Cell cell) throws IOException {
            Task task = task(cell);
            List<String> command = new ArrayList<>(List.of(Jvm.java()));
            command.addAll(Jvm.options());
            command.addAll(task.options());
            command.addAll(List.of("-cp", jar.toString(), task.program().getName()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            long start = System.nanoTime();
            Process process = builder.start();
            try {
                if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IOException(task.program() + " failed");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            } finally {
                process.destroyForcibly();
            }
            double nanos = System.nanoTime() - start;
            return Sample.of(nanos, null, Map.of("process", nanos));
        }

        @Override
        public void close() {}
    }

    /** The library and the two programs, from where this program has them: a jar each, one jar, or directories. */
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
        Set<String> others = Set.of("bench", "echo", "flow", "gate", "latency", "report", "run");
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
