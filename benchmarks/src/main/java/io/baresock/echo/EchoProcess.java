package io.baresock.echo;

import java.io.IOException;

/** What the process of each server has in common with a server in C, besides what it serves. */
public final class EchoProcess {

    /** The size of the receive buffer, as in {@code echo.h}. */
    static final int BUFFER = 2048;

    /** How many connections may wait to be accepted: as many as the kernel allows. */
    public static final int BACKLOG = 4096;

    private EchoProcess() {}

    /** Prints the port for the parent, and ends this process when its standard input ends. */
    public static void serving(int port) {
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
