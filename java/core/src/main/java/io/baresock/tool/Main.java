package io.baresock.tool;

import java.io.IOException;
import java.util.List;

/** The jar's own program: {@code java -jar baresock.jar} prints the report; the usage text has its other commands. */
public final class Main {

    private static final String USAGE =
            """
            usage: java -jar baresock.jar                        what this machine has, and what it lacks for which feature
                   java -jar baresock.jar echo tcp  ADDRESS      echo what clients send; ADDRESS such as 127.0.0.1:7000,
                   java -jar baresock.jar echo udp  ADDRESS      [::1]:7000, :7000 (all interfaces, IPv4 and IPv6),
                   java -jar baresock.jar echo unix ADDRESS      /run/echo.sock, or @name (abstract, Linux)
                   java -jar baresock.jar stat [PID]             the sockets of a process, or all (Linux)
                   java -jar baresock.jar link [-w]              the network interfaces; -w: then each change (Linux)
                   java -jar baresock.jar route [-w]             the routes of the main table; -w: then each change (Linux)
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
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException | UnsatisfiedLinkError e) {
            System.err.println("baresock: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    private static int run(List<String> args) throws IOException {
        if (args.isEmpty()) {
            System.out.print(Report.text());
            return 0;
        }
        String command = args.get(0);
        if (args.size() == 3 && command.equals("echo")) {
            try (Echo echo = Echo.open(args.get(1), args.get(2))) {
                System.out.println("listening on " + echo.address());
                echo.serve();
            }
            return 0;
        }
        if (args.size() <= 2 && command.equals("stat") && !isHelp(args)) {
            System.out.print(args.size() == 1 ? Stat.all() : Stat.of(args.get(1)));
            return 0;
        }
        boolean watches = args.size() == 2 && args.get(1).equals("-w");
        if ((command.equals("link") || command.equals("route")) && (args.size() == 1 || watches)) {
            try (Routing routing = Routing.open(command.equals("route"))) {
                routing.list();
                if (watches) {
                    routing.watch();
                }
            }
            return 0;
        }
        (isHelp(args) ? System.out : System.err).print(USAGE);
        return isHelp(args) ? 0 : 2;
    }

    private static boolean isHelp(List<String> args) {
        return args.contains("--help") || args.contains("-h");
    }
}
