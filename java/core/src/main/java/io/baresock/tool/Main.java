package io.baresock.tool;

import java.util.List;

/** The jar's own program: {@code java -jar baresock.jar} prints the report, {@code ... echo tcp ADDRESS} serves. */
public final class Main {

    private static final String USAGE =
            """
            usage: java -jar baresock.jar                        what this machine has: OS, JDK, backend, kernel
                   java -jar baresock.jar echo tcp  ADDRESS      echo what clients send; ADDRESS such as 127.0.0.1:7000,
                   java -jar baresock.jar echo udp  ADDRESS      [::1]:7000, :7000 (all interfaces, IPv4 and IPv6),
                   java -jar baresock.jar echo unix ADDRESS      /run/echo.sock, or @name (abstract, Linux)
            """;

    private Main() {}

    /**
     * Runs the program.
     *
     * @param args see the usage text
     */
    public static void main(String[] args) {
        int status;
        try {
            status = run(List.of(args));
        } catch (java.io.IOException | IllegalArgumentException | UnsatisfiedLinkError e) {
            System.err.println("baresock: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    private static int run(List<String> args) throws java.io.IOException {
        if (args.isEmpty()) {
            System.out.print(Report.text());
            return 0;
        }
        if (args.size() == 3 && args.get(0).equals("echo")) {
            try (Echo echo = Echo.open(args.get(1), args.get(2))) {
                System.out.println("listening on " + echo.address());
                echo.serve();
            }
            return 0;
        }
        System.err.print(USAGE);
        return args.contains("--help") || args.contains("-h") ? 0 : 2;
    }
}
