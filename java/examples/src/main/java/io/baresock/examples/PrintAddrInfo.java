package io.baresock.examples;

import static io.baresock.Bsd.*;

import io.baresock.AddrInfo;
import io.baresock.GaiException;

/** Prints the results of getaddrinfo(3). usage: PrintAddrInfo HOST [SERVICE] */
public final class PrintAddrInfo {

    private PrintAddrInfo() {}

    public static void main(String[] args) {
        String service = args.length > 1 ? args[1] : null;
        try {
            for (AddrInfo a : getaddrinfo(args[0], service, AddrInfo.hints(AI_CANONNAME, AF_UNSPEC, 0, 0))) {
                System.out.println("family " + a.family() + ", type " + a.type() + ", protocol " + a.protocol() + ", "
                        + a.addr() + (a.canonname() == null ? "" : ", canonical name " + a.canonname()));
            }
        } catch (GaiException e) {
            System.out.println(e.getMessage());
        }
    }
}
