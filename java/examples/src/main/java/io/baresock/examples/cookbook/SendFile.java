package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Sends a file to each client, all of it, in pieces of 64 KiB. usage: SendFile FILE */
public class SendFile {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    public static void main(String[] args) throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(args[0]));
                Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.loopback4(0))
                        .listen(128)) {
            System.out.println("listening on " + listener.localAddress());
            while (true) {
                try (Socket client = listener.accept()) {
                    long sent = client.sendfileFully(file, 0, file.size(), PATIENCE_NANOS, null);
                    System.out.println("sent " + sent + " bytes to " + client.peerAddress());
                } catch (IOException e) {
                    System.out.println(e.getMessage()); // this client; the next one may be better
                }
            }
        }
    }
}
