package io.baresock.netty;

import static io.baresock.netty.Loops.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Patience;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Netty's DNS codec and resolver over the channel, on both sides. */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("FutureReturnValueIgnored") // what was done is seen where it arrives
class DnsIT {

    /** A receive buffer of the default size holds 256 datagrams as small as these; the kernel drops what comes beyond. */
    private static final int AT_ONCE = 100;

    /** Answers hN.test with 10.0.x.y, where N is x * 256 + y, and knows no other name. */
    private static final class Server extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        final AtomicInteger queries = new AtomicInteger();

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
            queries.incrementAndGet();
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            DatagramDnsResponse response = new DatagramDnsResponse(
                    /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
            response.addRecord(DnsSection.QUESTION, question);
            String name = question.name();
            if (name.matches("h\\d+\\.test\\.")) {
                int n = Integer.parseInt(name.substring(1, name.indexOf('.')));
                ByteBuf address = context.alloc().buffer(4).writeInt(10 << 24 | n);
                response.addRecord(
                        DnsSection.ANSWER, new DefaultDnsRawRecord(question.name(), DnsRecordType.A, 60, address));
            } else {
                response.setCode(DnsResponseCode.NXDOMAIN);
            }
            context.write(response);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void hundredsOfNamesAreResolved(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            Server server = new Server();
            BaresockDatagramChannel s = net.bind(new ChannelInitializer<BaresockDatagramChannel>() {
                @Override
                protected void initChannel(BaresockDatagramChannel channel) {
                    channel.pipeline().addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), server);
                }
            });
            try (DnsNameResolver resolver = new DnsNameResolverBuilder(
                            net.loop().loop())
                    .datagramChannelFactory(BaresockDatagramChannel::new)
                    .nameServerProvider(new SingletonDnsServerAddressStreamProvider(s.localAddress()))
                    .resolvedAddressTypes(ResolvedAddressTypes.IPV4_ONLY)
                    .queryTimeoutMillis(Patience.SECONDS * 1000)
                    .build()) {
                for (int first = 0; first < 300; first += AT_ONCE) {
                    List<Future<InetAddress>> answers = new ArrayList<>();
                    for (int n = first; n < first + AT_ONCE; n++) {
                        answers.add(resolver.resolve("h" + n + ".test"));
                    }
                    for (int n = first; n < first + AT_ONCE; n++) {
                        assertEquals(
                                "10.0." + n / 256 + '.' + n % 256,
                                await(answers.get(n - first)).getHostAddress());
                    }
                }
                assertInstanceOf(UnknownHostException.class, Loops.failure(resolver.resolve("nobody.test")));
            }
            assertTrue(server.queries.get() >= 301, "" + server.queries);
        }
    }
}
