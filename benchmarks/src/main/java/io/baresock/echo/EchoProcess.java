package io.baresock.echo;

import java.io.IOException;

/** What a server's process has in common with {@code echo_server.c}, beside the echo. */
final class EchoProcess {

    /** Room for what is received at once, as in {@code echo.h}. */
    static final int BUFFER = 2048;

    /** How many connections may wait to be accepted: as many as the kernel allows. */
    static final int BACKLOG = 4096;

    private EchoProcess() {}

    /** Tells the parent where to connect to, and has this process end when its standard input does. */
    static void serving(int port) {
        Thread end = new Thread(EchoProcess::haltAtTheEndOfInput, "end of input");
        end.setDaemon(true);
        end.start();
        System.out.println(port);
    }

    private static void haltAtTheEndOfInput() {
        try {
            while (System.in.read() != -1) {}
            Runtime.getRuntime().halt(0);
        } catch (IOException e) {
            Runtime.getRuntime().halt(1);
        }
    }
}
