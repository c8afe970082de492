package io.baresock.netty;

import static io.baresock.Bsd.*;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs in a network namespace: a loop watches a netlink socket while ip(8) adds and removes an address and a route. */
final class RouteMonitorProgram {

    private static final short RTM_NEWADDR = 20; // linux/rtnetlink.h
    private static final short RTM_DELADDR = 21;
    private static final short RTM_NEWROUTE = 24;
    private static final int RTMGRP_IPV4_IFADDR = 0x10;
    private static final int RTMGRP_IPV4_ROUTE = 0x40;

    private RouteMonitorProgram() {}

    public static void main(String[] kinds) throws Exception {
        try (Loops.Loop loop = Loops.valueOf(kinds[0]).open()) {
            CountDownLatch added = new CountDownLatch(1);
            CountDownLatch removed = new CountDownLatch(1);
            CountDownLatch routed = new CountDownLatch(1);
            Socket routes = Socket.open(AF_NETLINK, SOCK_RAW, 0 /* NETLINK_ROUTE */)
                    .bind(Sockaddr.netlink(0, RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE));
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());
            BaresockHandle h = Loops.await(
                    BaresockHandle.register(loop.loop(), routes, Socket.READABLE, new BaresockHandle.Listener() {
                        @Override
                        public void readable(BaresockHandle h) throws Exception {
                            while (h.socket().recv(buffer.clear(), 0, 0) > 0) {
                                buffer.flip();
                                for (int at = 0; at < buffer.limit(); at += buffer.getInt(at) + 3 & -4) {
                                    switch (buffer.getShort(at + 4)) {
                                        case RTM_NEWADDR -> added.countDown();
                                        case RTM_DELADDR -> removed.countDown();
                                        case RTM_NEWROUTE -> routed.countDown();
                                        default -> {}
                                    }
                                }
                            }
                        }
                    }));
            ip("address", "add", "10.77.0.1/24", "dev", "lo");
            await(added, "the new address");
            ip("route", "add", "10.78.0.0/24", "dev", "lo");
            await(routed, "the new route");
            ip("address", "del", "10.77.0.1/24", "dev", "lo");
            await(removed, "the removal");
            h.close();
            System.out.println("seen");
        }
    }

    private static void ip(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + status);
        }
    }

    private static void await(CountDownLatch latch, String what) throws InterruptedException {
        if (!latch.await(Patience.SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("netlink did not report " + what);
        }
    }
}
