/** Baresock in the shapes of {@code java.net} and {@code javax.net}: factories of sockets, and a datagram socket. */
module io.baresock.net {
    requires transitive io.baresock;
    requires static org.jspecify;
    requires jdk.net; // ExtendedSocketOptions: TCP_KEEPIDLE and others among the options of java.net

    exports io.baresock.net;
}
