package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.handover.ListenFds;
import io.baresock.handover.Systemd;
import java.io.IOException;

/** A service of systemd: it takes the port that the manager opened, and says when it is ready and when it stops. */
public class Service {
    public static void main(String[] args) throws IOException {
        try (Socket listener = listener()) {
            Systemd.notify(Systemd.READY, Systemd.status("listening on " + listener.localAddress()));
            try (Socket client = listener.accept()) { // a real service has a loop here
                client.sendFully("hello\n".getBytes(UTF_8));
            }
            Systemd.notify(Systemd.STOPPING);
        }
    }

    /** Started by hand there is no manager: then this program opens a port itself, and notify sends nothing. */
    private static Socket listener() throws IOException {
        for (ListenFds.Passed passed : ListenFds.take()) {
            if (passed.socket() != null) {
                return passed.socket();
            }
        }
        Socket own =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(16);
        System.out.println("listening on " + own.localAddress());
        return own;
    }
}
