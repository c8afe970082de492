package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.handover.UnixNode;
import io.baresock.option.PeerCredentials;
import io.baresock.option.SocketOptions;
import java.io.IOException;

/** A server at a path. It asks the kernel who its client is. usage: PeerOfUnix PATH */
public class PeerOfUnix {
    private static final int OWNER_ONLY = 0600;

    public static void main(String[] args) throws IOException {
        try (Socket listener = Socket.open(AF_UNIX, SOCK_STREAM, 0);
                UnixNode node = UnixNode.bind(listener, Sockaddr.unix(args[0]), OWNER_ONLY)) { // close removes the path
            listener.listen(16);
            System.out.println("listening on " + node.path());
            while (true) {
                try (Socket client = listener.accept()) {
                    PeerCredentials peer = client.getOption(SocketOptions.SO_PEERCRED);
                    System.out.println("user " + peer.uid() + ", process " + peer.pid());
                    client.sendFully(("hello, user " + peer.uid() + "\n").getBytes(UTF_8));
                }
            }
        }
    }
}
