/** Baresock on Netty's event loops: a handle for any socket, and a channel for datagrams in batches. */
module io.baresock.netty {
    requires transitive io.baresock;
    requires transitive io.netty.transport;
    requires transitive io.netty.buffer;
    requires transitive io.netty.common;
    requires io.netty.transport.unix.common;
    requires static io.netty.transport.classes.epoll;
    requires static io.netty.transport.classes.io_uring;
    requires static io.netty.transport.classes.kqueue;
    requires static org.jspecify;

    exports io.baresock.netty;
}
