package io.baresock.examples.guide;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.Status;
import io.baresock.option.SocketOptions;
import io.baresock.option.TcpOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Answers each line in capitals. */
public class LineServer {
    private static final int LONGEST = 1000;
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final AsyncSocket socket;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LONGEST + 1);

    private LineServer(AsyncSocket socket) {
        this.socket = socket;
    }

    public static void main(String[] args) throws Exception {
        try (EventLoop loop = EventLoop.start("lines")) {
            loop.exceptionHandler((thread, error) -> error.printStackTrace()); // exceptionCaught
            AsyncSocket listener = loop.open(AF_INET, SOCK_STREAM, 0);
            listener.socket().setOption(SocketOptions.SO_REUSEADDR, true); // option
            listener.socket().bind(Sockaddr.loopback4(0));
            listener.listen(SOMAXCONN).accept((status, connection) -> { // childHandler
                if (connection != null) {
                    new LineServer(connection).active();
                }
            });
            System.out.println("listening on " + listener.socket().localAddress());
            while (System.in.read() != -1) { // until standard input ends
            }
            loop.execute(listener::close); // shutdownGracefully: no new connections,
            loop.whenIdle().get(10, TimeUnit.SECONDS); // and the open ones end
        }
    }

    /** Netty: channelActive. */
    private void active() {
        try {
            socket.socket().setOption(TcpOptions.TCP_NODELAY, true); // childOption
            receive();
        } catch (ErrnoException e) {
            socket.close(); // the client is gone already
        }
    }

    private void receive() {
        socket.recv(in, this::received).deadline(IDLE); // ReadTimeoutHandler
    }

    /** Netty: channelRead, channelInactive. */
    private void received(Status status, ByteBuffer data) {
        if (!status.isSuccess() || status.isEnd()) {
            socket.close();
            return;
        }
        StringBuilder answers = new StringBuilder();
        data.flip();
        for (int end = endOfLine(data); end >= 0; end = endOfLine(data)) { // LineBasedFrameDecoder
            byte[] line = new byte[end + 1 - data.position()];
            data.get(line);
            answers.append(new String(line, UTF_8).toUpperCase(Locale.ROOT)); // StringDecoder, your handler
        }
        data.compact(); // the beginning of the next line stays
        if (!data.hasRemaining()) {
            socket.close(); // TooLongFrameException
        } else if (answers.length() == 0) {
            receive();
        } else {
            // The next receive waits for this send, as with setAutoRead(false): nothing is read from a client that does
            // not read.
            socket.send(ByteBuffer.wrap(answers.toString().getBytes(UTF_8)), this::sent)
                    .deadline(IDLE); // WriteTimeoutHandler
        }
    }

    /** Netty: the listener of writeAndFlush. */
    private void sent(Status status) {
        if (status.isSuccess()) {
            receive();
        } else {
            socket.close();
        }
    }

    private static int endOfLine(ByteBuffer b) {
        for (int i = b.position(); i < b.limit(); i++) {
            if (b.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }
}
