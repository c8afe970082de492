package io.baresock.option;

import java.nio.ByteBuffer;

/**
 * Who is at the other end of a local socket: the process that called connect(2), listen(2) or socketpair(2), as it was then.
 * See unix(7).
 *
 * @param pid its process, 0 if that is not visible from this pid namespace
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
