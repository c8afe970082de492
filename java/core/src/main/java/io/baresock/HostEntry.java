package io.baresock;

import io.baresock.internal.Printable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What gethostbyname(3) and gethostbyaddr(3) find: {@code struct hostent}.
 *
 * @param name the official name of the host
 * @param aliases its other names, as /etc/hosts or a name server has them; may be empty
 * @param addresses its addresses, of one family, with port 0; at least one
 * @see Bsd#gethostbyname(String)
 */
public record HostEntry(String name, List<String> aliases, List<Sockaddr> addresses) {

    /** Copies the lists, and refuses null. */
    public HostEntry {
        Objects.requireNonNull(name, "name");
        aliases = List.copyOf(aliases);
        addresses = List.copyOf(addresses);
    }

    /** {@return all of it on one line, also if a name has line breaks: it comes from a name server} */
    @Override
    public String toString() {
        return "HostEntry[name=" + Printable.of(name) + ", aliases="
                + aliases.stream().map(Printable::of).collect(Collectors.joining(", ", "[", "]")) + ", addresses="
                + addresses
                + "]";
    }
}
