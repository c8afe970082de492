package io.baresock;

import io.baresock.internal.Printable;
import java.util.Objects;

/**
 * The names of an address. See getnameinfo(3).
 *
 * @param host the host's name, or its address as text
 * @param service the service's name, or its port
 */
public record NameInfo(String host, String service) {

    /** Refuses null. */
    public NameInfo {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(service, "service");
    }

    /** {@return both on one line, also if a name has line breaks: it comes from a name server} */
    @Override
    public String toString() {
        return "NameInfo[host=" + Printable.of(host) + ", service=" + Printable.of(service) + "]";
    }
}
