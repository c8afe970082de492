package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.AddrInfo;
import io.baresock.ErrnoException;
import io.baresock.GaiException;
import java.time.Duration;

/** Prints the addresses of a host, or the reason why there are none. usage: LookUp HOST SERVICE */
public class LookUp {
    public static void main(String[] args) throws ErrnoException, InterruptedException {
        AddrInfo hints = AddrInfo.hints(0, AF_UNSPEC, SOCK_STREAM, 0);
        try {
            for (AddrInfo found : getaddrinfo(args[0], args[1], hints, Duration.ofSeconds(20))) {
                System.out.println(found.addr());
            }
        } catch (GaiException e) {
            System.out.println(e.codeName() + ": " + e.getMessage());
        }
    }
}
