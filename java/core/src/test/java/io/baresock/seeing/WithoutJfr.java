package io.baresock.seeing;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_STREAM;

import io.baresock.Socket;
import java.nio.ByteBuffer;

/** Sends and receives in a JVM that may have no more modules than the library requires; prints the bytes, and whether JFR is there. */
final class WithoutJfr {

    private WithoutJfr() {}

    public static void main(String[] args) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        pair[0].send(ByteBuffer.allocateDirect(5));
        int n = pair[1].recv(ByteBuffer.allocateDirect(9));
        pair[0].close();
        pair[1].close();
        System.out.print(n + " " + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
    }
}
