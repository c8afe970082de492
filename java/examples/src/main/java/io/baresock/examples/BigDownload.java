package io.baresock.examples;

import static io.baresock.Bsd.*;

import io.baresock.AddrInfo;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.CRC32;

/** Reads a TCP stream to its end, and prints its length and its checksum. usage: BigDownload HOST PORT */
public final class BigDownload {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private BigDownload() {}

    public static void main(String[] args) throws IOException {
        try (Socket s = connect(args[0], args[1])) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
            CRC32 crc = new CRC32();
            long total = 0;
            for (int n; (n = s.recv(buffer.clear(), 0)) > 0; ) {
                total += n;
                crc.update(buffer.flip());
            }
            System.out.println(total + " bytes, crc32 " + Long.toHexString(crc.getValue()));
        }
    }

    /** Tries each address of the host in the order that getaddrinfo gives, as RFC 6724 asks. */
    private static Socket connect(String host, String port) throws IOException {
        ErrnoException last = null;
        for (AddrInfo a : getaddrinfo(host, port, AddrInfo.hints(0, AF_UNSPEC, SOCK_STREAM, 0))) {
            Socket s = Socket.open(a.family(), a.type(), a.protocol());
            try {
                if (s.connect(a.addr(), CONNECT_TIMEOUT)) {
                    return s;
                }
                last = new ErrnoException("connect", ETIMEDOUT, a.addr());
            } catch (ErrnoException e) {
                last = e;
            }
            s.close();
        }
        throw last != null ? last : new IOException(host + " has no address");
    }
}
