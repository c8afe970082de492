package io.baresock.handover;

import java.io.IOException;
import java.time.Duration;

/** A service: says how it stands by the variables that it was started with, and prints what the calls return. */
final class SystemdProgram {

    private SystemdProgram() {}

    public static void main(String[] args) throws IOException {
        System.out.println("interval " + Systemd.watchdogInterval());
        System.out.println(
                "notify " + Systemd.notify(Systemd.READY, Systemd.status("serving \u00e9"), Systemd.WATCHDOG));
        System.out.println("barrier " + Systemd.barrier(Duration.ofNanos(-1)));
    }
}
