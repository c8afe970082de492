package io.baresock.examples.guide;

import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.io.DefaultIoClientFactory;
import org.xbill.DNS.io.UdpIoClient;

/** A resolver of dnsjava whose datagrams go through Baresock. */
public class DnsResolver {
    static SimpleResolver at(InetSocketAddress server, Executor threads) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setIoClientFactory(new DefaultIoClientFactory() {
            @Override
            public UdpIoClient createOrGetUdpClient() {
                return new DnsUdp(threads);
            }
        });
        return resolver;
    }
}
