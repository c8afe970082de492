package io.baresock.option;

import io.baresock.Baresock;
import io.baresock.Bsd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Every ioctl name on a socket of every kind, with buffers of every size and content. It is to run in a network namespace of its own, so
 * that even what sets an address or a route changes nothing of the machine's. Prints how many kinds, names, calls, calls that
 * succeeded, and calls that were refused because the buffer has less room than the struct.
 */
final class EveryIoctl {

    private static final Map<String, String> LEFT_OUT = Map.of(
            "FIOSETOWN", "another process would get this one's SIGIO, and would end",
            "SIOCSPGRP", "the same by its other name");

    private int calls;
    private int succeeded;
    private int refused;

    private EveryIoctl() {}

    public static void main(String[] args) {
        EveryIoctl e = new EveryIoctl();
        int kinds = 0;
        int names = 0;
        for (String[] kind : EverySocket.kinds()) {
            kinds++;
            names = 0;
            for (String name : EverySocket.names("SIOC", "FIO", "EPIOC", "IOCTL_")) {
                if (!LEFT_OUT.containsKey(name)) {
                    names++;
                    EverySocket.with(kind, fd -> e.tryName(fd, name));
                }
            }
        }
        System.out.println(kinds + " " + names + " " + e.calls + " " + e.succeeded + " " + e.refused);
    }

    private void tryName(int fd, String name) {
        int request = Baresock.constant(name);
        for (int size : EverySocket.SIZES) {
            for (int fill : new int[] {0, 1, 0xFF}) {
                ByteBuffer b = EverySocket.buffer(fill == 0, size, fill);
                tryBuffer(fd, name, request, b);
                if (size >= 16) { // as a struct ifreq
                    b = EverySocket.buffer(fill == 0, size, fill);
                    tryBuffer(fd, name, request, b.put(0, "lo\0".getBytes(StandardCharsets.US_ASCII)));
                }
            }
        }
        tryBuffer(fd, name, request, null);
    }

    private void tryBuffer(int fd, String name, int request, ByteBuffer bufferOrNull) {
        calls++;
        int r;
        try {
            r = Bsd.ioctl(fd, request, bufferOrNull);
        } catch (IllegalArgumentException e) {
            refused++;
            return;
        }
        succeeded += r >= 0 ? 1 : 0;
        if (r > 0 && name.equals("SIOCGSKNS")) {
            Bsd.close(r);
        }
        if (bufferOrNull != null) {
            EverySocket.check(bufferOrNull, name);
        }
    }
}
