package io.baresock;

import static io.baresock.constants.FamilyConstants.AF_UNSPEC;

import io.baresock.internal.Printable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One result of getaddrinfo(3), or the hints for it. A result has what socket(2) takes, and the address for connect(2) or bind(2).
 *
 * <pre>{@code
 * for (AddrInfo a : Bsd.getaddrinfo("localhost", "80", AddrInfo.hints(0, AF_UNSPEC, SOCK_STREAM, 0))) {
 *     System.out.println(a.addr());
 * }
 * }</pre>
 *
 * @param flags {@code AI_*}; in results those of the hints
 * @param family such as {@code AF_INET}; in hints {@code AF_UNSPEC} for any
 * @param type such as {@code SOCK_STREAM}; in hints 0 for any
 * @param protocol such as {@code IPPROTO_TCP}; in hints 0 for any
 * @param addr the address; it means nothing in hints
 * @param canonname the canonical name of the node, in the first result if {@code AI_CANONNAME} was asked for; else null
 */
public record AddrInfo(int flags, int family, int type, int protocol, Sockaddr addr, @Nullable String canonname) {

    private static final Sockaddr NONE = Sockaddr.raw(AF_UNSPEC, new byte[0]);

    /** Refuses an address of null. */
    public AddrInfo {
        Objects.requireNonNull(addr, "addr");
    }

    /**
     * Hints for {@link Bsd#getaddrinfo(String, String, AddrInfo)}.
     *
     * @param flags {@code AI_*}, or 0
     * @param family such as {@code AF_INET}, or {@code AF_UNSPEC}
     * @param type such as {@code SOCK_STREAM}, or 0
     * @param protocol such as {@code IPPROTO_TCP}, or 0
     * @return the hints
     */
    public static AddrInfo hints(int flags, int family, int type, int protocol) {
        return new AddrInfo(flags, family, type, protocol, NONE, null);
    }

    /** {@return all of it on one line, also if a name has line breaks: it comes from a name server} */
    @Override
    public String toString() {
        return "AddrInfo[flags=" + flags + ", family=" + family + ", type=" + type + ", protocol=" + protocol
                + ", addr=" + addr + ", canonname=" + (canonname == null ? "null" : Printable.of(canonname)) + "]";
    }
}
