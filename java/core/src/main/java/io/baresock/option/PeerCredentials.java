package io.baresock.option;

import java.nio.ByteBuffer;

/**
 * The process at the other end of a local socket: the one that called connect(2), listen(2) or socketpair(2). The values are
 * from the moment of that call. Immutable. See unix(7).
 *
 * @param pid its process id, 0 if this pid namespace cannot see it
 * @param uid its effective user, -1 if there is no peer
 * @param gid its effective group, -1 if there is no peer
 */
public record PeerCredentials(int pid, int uid, int gid) {

    /** {@code struct ucred}. */
    static final int SIZE = 12;

    static PeerCredentials decode(ByteBuffer in) {
        return new PeerCredentials(in.getInt(), in.getInt(), in.getInt());
    }
}
