package io.baresock.testkit;

/** The python3 side of the tests, for {@code python3 -c}. The arguments are the kind and the address. */
public final class PythonScripts {

    private static final String COMMON =
            """
            import socket, sys, threading
            kind, address = sys.argv[1], sys.argv[2:]
            FAMILIES = {'4': socket.AF_INET, '6': socket.AF_INET6}
            TYPES = {'tcp': socket.SOCK_STREAM, 'udp': socket.SOCK_DGRAM, 'unix': socket.SOCK_STREAM,
                     'dgram': socket.SOCK_DGRAM, 'seqpacket': socket.SOCK_SEQPACKET}
            if kind[-1] in FAMILIES:
                s = socket.socket(FAMILIES[kind[-1]], TYPES[kind[:-1]])
                address = (address[0], int(address[1]))
            else:
                s = socket.socket(socket.AF_UNIX, TYPES[kind])
                address = address[0].replace('@', chr(0), 1) if address[0].startswith('@') else address[0]
            """;

    /** Sends standard input, writes what comes back to standard output; a datagram socket sends it as one datagram. */
    public static final String CLIENT = COMMON
            + """
            data = sys.stdin.buffer.read()
            s.connect(address)
            if s.type == socket.SOCK_DGRAM:
                s.send(data)
                back = s.recv(65536)
            else:
                def send():
                    s.sendall(data)
                    s.shutdown(socket.SHUT_WR)
                sender = threading.Thread(target=send)
                sender.start()
                back = b''.join(iter(lambda: s.recv(65536), b''))
                sender.join()
            sys.stdout.buffer.write(len(back).to_bytes(4, 'big') + back)
            """;

    /** Sends back what comes: one connection, or any number of datagrams. */
    public static final String SERVER = COMMON
            + """
            s.bind(address)
            if s.type == socket.SOCK_DGRAM:
                while True:
                    data, peer = s.recvfrom(65536)
                    s.sendto(data, peer)
            s.listen(1)
            c, peer = s.accept()
            for data in iter(lambda: c.recv(65536), b''):
                c.sendall(data)
            c.close()
            """;

    private PythonScripts() {}
}
