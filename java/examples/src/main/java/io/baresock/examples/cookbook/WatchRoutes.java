package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Prints each address that an interface of this host gets or loses, by netlink. */
public class WatchRoutes {
    private static final int NEW_ADDRESS = 20; // RTM_NEWADDR, RTM_DELADDR, IFA_LOCAL: linux/rtnetlink.h, if_addr.h
    private static final int DELETED_ADDRESS = 21;
    private static final int LOCAL = 2;
    private static final int GROUP_IPV4_ADDRESS = 0x10; // RTMGRP_IPV4_IFADDR

    public static void main(String[] args) throws ErrnoException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(65_536).order(ByteOrder.nativeOrder());
        try (Socket socket = Socket.open(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)) {
            socket.bind(Sockaddr.netlink(0, GROUP_IPV4_ADDRESS));
            System.out.println("watching");
            while (socket.recv(buffer.clear()) > 0) {
                buffer.flip();
                for (int at = 0; at + 16 <= buffer.limit(); ) { // struct nlmsghdr
                    int length = buffer.getInt(at);
                    int type = buffer.getShort(at + 4);
                    if (type == NEW_ADDRESS || type == DELETED_ADDRESS) {
                        System.out.println((type == NEW_ADDRESS ? "new " : "gone ") + address(buffer, at, length));
                    }
                    at += (length + 3) & ~3;
                }
            }
        }
    }

    private static String address(ByteBuffer b, int at, int length) throws ErrnoException {
        int prefix = b.get(at + 17); // struct ifaddrmsg is at 16, its attributes are at 24
        int interfaceIndex = b.getInt(at + 20);
        for (int a = at + 24; a < at + length; a += (b.getShort(a) + 3) & ~3) {
            if (b.getShort(a + 2) == LOCAL) {
                byte[] ip = new byte[4];
                b.get(a + 4, ip);
                return inet_ntoa(ip) + "/" + prefix + " on " + if_indextoname(interfaceIndex);
            }
        }
        return "without an address";
    }
}
