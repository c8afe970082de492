package io.baresock.race;

import static io.baresock.Bsd.*;

import io.baresock.AddrInfo;
import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.GaiException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.SocketOption;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.bpf.BpfAssembler;
import io.baresock.handover.FdHold;
import io.baresock.handover.PeerProcess;
import io.baresock.handover.Systemd;
import io.baresock.handover.UnixDatagramChannel;
import io.baresock.handover.UnixNode;
import io.baresock.option.InetMulticastSource;
import io.baresock.option.Md5Sig;
import io.baresock.option.MptcpInfo;
import io.baresock.option.PacketMembership;
import io.baresock.option.Timestamping;
import io.baresock.option.TlsCrypto;
import io.baresock.poll.Poller;
import io.baresock.poll.PollerClosedException;
import io.baresock.text.SocketText;
import io.baresock.zerocopy.TransmitIds;
import io.baresock.zerocopy.ZeroCopyPool;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A good object of each class, so that no method depends on what garbage has made. */
final class Samples {

    private final List<Object> all = new ArrayList<>();

    private interface Maker {
        Object make() throws Exception;
    }

    private Samples() {}

    /** New objects. What this system lacks is left out. */
    static List<Object> make(List<Class<?>> types) throws Exception {
        Samples s = new Samples();
        for (Class<?> type : types) {
            s.constants(type);
        }
        s.options();
        s.names();
        s.messages();
        s.polled();
        s.handedOver();
        s.others();
        return s.all;
    }

    private void add(Maker maker) throws Exception {
        try {
            all.add(maker.make());
        } catch (IOException | UnsupportedOperationException e) {
            all.add(e);
        }
    }

    private void constants(Class<?> type) throws IllegalAccessException {
        for (Field f : type.getFields()) {
            if (Modifier.isStatic(f.getModifiers()) && !f.getType().isPrimitive()) {
                Object value = f.get(null);
                all.add(value);
            }
        }
    }

    /** The values of all options that can be read. */
    private void options() throws Exception {
        Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(1);
        Socket tcp = Socket.open(AF_INET, SOCK_STREAM, 0);
        tcp.connect(listener.localAddress());
        Socket accepted = listener.accept();
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        for (Object o : new ArrayList<>(all)) {
            if (o instanceof SocketOption<?> option) {
                add(() -> accepted.getOption(option));
                add(() -> pair[0].getOption(option));
                all.add(option.info());
            }
        }
        all.addAll(List.of(listener, tcp, accepted, pair[0], pair[1]));
    }

    private void names() throws Exception {
        AddrInfo[] found = Bsd.getaddrinfo("127.0.0.1", "80", null);
        all.addAll(Arrays.asList(found));
        add(() -> Bsd.getnameinfo(found[0].addr(), NI_NUMERICHOST | NI_NUMERICSERV));
        add(() -> Bsd.gethostbyname("127.0.0.1"));
        all.addAll(Arrays.asList(Bsd.if_nameindex()));
        all.add(new GaiException("sample", EAI_AGAIN, 0, null));
        all.add(new ErrnoException("sample", EAGAIN));
        all.add(new SocketClosedException("sample"));
        all.add(new PollerClosedException("sample"));
    }

    private void messages() {
        Message m = new Message(2, 64);
        MessageBatch batch = new MessageBatch(2, 16, 64);
        all.addAll(List.of(m, m.control(), m.received(), batch, batch.control(0), batch.received(0)));
        all.add(new ErrorQueue(2, 16));
    }

    private void polled() throws Exception {
        Poller poller = Poller.open();
        Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
        all.addAll(List.of(poller, s, poller.register(s, Poller.READABLE, null)));
        EventLoop loop = EventLoop.start("sample");
        AsyncSocket a = loop.open(AF_INET, SOCK_DGRAM, 0);
        all.addAll(List.of(loop, EventLoop.builder(), a, a.recv(ByteBuffer.allocate(8), null)));
        all.add(loop.schedule(() -> {}, 1_000_000));
    }

    private void handedOver() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        all.addAll(List.of(pair[0], pair[1]));
        add(() -> PeerProcess.of(pair[0]));
        add(() -> FdHold.of(pair[0], () -> {}));
        all.add(Systemd.status("sample"));
        Path directory = Files.createTempDirectory("baresock");
        directory.toFile().deleteOnExit(); // after what is in it: the last that was named is the first that goes
        directory.resolve("s").toFile().deleteOnExit();
        Path file = Files.write(directory.resolve("f"), new byte[1]);
        file.toFile().deleteOnExit();
        try (FileChannel channel = FileChannel.open(file);
                Socket unconnected = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            add(() -> unconnected.sendfileFully(channel, 0, 1, -1, null)); // a TransferException
        }
        Socket named = Socket.open(AF_UNIX, SOCK_DGRAM, 0);
        Sockaddr path = Sockaddr.unix(directory.resolve("s").toString());
        all.add(named);
        add(() -> UnixNode.bind(named, path));
        add(() -> UnixDatagramChannel.open(path));
    }

    private void others() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        all.addAll(List.of(pair[0], pair[1], new SocketText(pair[0])));
        Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0);
        all.addAll(List.of(udp, TransmitIds.stream(), new MptcpInfo(), Timestamping.builder()));
        add(() -> {
            ZeroCopyPool zeroCopy = ZeroCopyPool.open(udp, 4, 64);
            all.add(zeroCopy.acquire());
            return zeroCopy;
        });
        all.add(new BpfAssembler().returnConstant(1).assemble());
        all.add(Md5Sig.of(Sockaddr.loopback4(9), new byte[4]));
        all.add(PacketMembership.promiscuous(1));
        Sockaddr group = Sockaddr.inet("239.1.2.3", 0);
        all.add(new InetMulticastSource(group, Sockaddr.loopback4(0), Sockaddr.any4(0)));
        all.add(TlsCrypto.of(
                TLS_1_2_VERSION, TlsCrypto.Cipher.AES_GCM_128, new byte[16], new byte[4], new byte[8], new byte[8]));
    }
}
