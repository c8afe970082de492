package io.baresock.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The addresses of senders: each is the right one, and that of a known sender is no new object. */
class SourceAddressesIT {

    private final SourceAddresses sources = new SourceAddresses();
    private final SockaddrStorage from = new SockaddrStorage();

    private InetSocketAddress of(Sockaddr sender) {
        from.copyFrom(sender);
        return sources.of(from);
    }

    private static Sockaddr sender(String address, int port) {
        return Sockaddr.of(new InetSocketAddress(address, port));
    }

    @Test
    @DisplayName("senders that differ in one thing are not mixed up, and stay known side by side")
    void differInOneThing() {
        List<Sockaddr> senders = List.of(
                sender("10.0.0.1", 1),
                sender("10.0.0.1", 65535),
                sender("10.0.1.1", 1),
                sender("255.255.255.255", 1),
                sender("0.0.0.0", 1),
                sender("::", 1),
                sender("fe80::1", 1),
                sender("fe80::1%1", 1),
                sender("fe80::1", 2),
                sender("fe81::1", 1),
                sender("2001:db8::a00:1", 1));
        List<InetSocketAddress> first = senders.stream().map(this::of).toList();
        for (int i = 0; i < senders.size(); i++) {
            Sockaddr sender = senders.get(i);
            assertEquals(sender, Sockaddr.of(first.get(i)));
            assertSame(first.get(i), of(sender), sender::toString);
        }
    }

    @Test
    @DisplayName("more senders than there is room for: each address is right")
    void manySenders() {
        List<String> wrong = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5000; i++) {
                Sockaddr sender = sender((i % 2 == 0 ? "10.0.0." : "fe80::") + i % 100, 1 + i);
                if (!sender.equals(Sockaddr.of(of(sender)))) {
                    wrong.add(sender.toString());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }
}
