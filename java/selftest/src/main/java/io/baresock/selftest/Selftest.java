package io.baresock.selftest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of the jar. It runs {@link Suite} in another JVM, because the tests need options of the JVM, and because a crash must be
 * reported too.
 */
public final class Selftest {

    private static final String USAGE =
            """
            usage: java [-Dbaresock.PROPERTY=VALUE...] -jar baresock-selftest.jar [REGEX]
            Runs Baresock's tests on this machine, or those whose class name has a match of REGEX, such as contract or UdpIT.
            The status is 0 if all passed, 1 if some failed or none ran, 2 if the arguments are wrong.
            """;

    private Selftest() {}

    /**
     * Runs the program.
     *
     * @param args see the usage text
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 1 || args.length == 1 && args[0].startsWith("-")) {
            System.err.print(USAGE);
            System.exit(args[0].equals("--help") || args[0].equals("-h") ? 0 : 2);
        }
        int status = new ProcessBuilder(command(args)).inheritIO().start().waitFor();
        if (status != 0 && status != Suite.FAILED) {
            System.out.println("FAILED: the JVM ended with status " + status
                    + ". The file hs_err_pid*.log, if there is one, says why.");
        }
        System.exit(status == 0 ? 0 : Suite.FAILED);
    }

    private static List<String> command(String[] args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-ea");
        // The JVM opens a file before it starts another compiler thread: some tests know which descriptor is the next
        // free one.
        command.add("-XX:-UseDynamicNumberOfCompilerThreads");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("baresock."))
                .sorted()
                .forEach(name -> command.add("-D" + name + '=' + System.getProperty(name)));
        if (System.getProperty("baresock.backend") == null) {
            command.add("-Dbaresock.backend=auto"); // the tests' own child processes get the same
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Suite.class.getName()));
        command.addAll(List.of(args));
        return command;
    }
}
