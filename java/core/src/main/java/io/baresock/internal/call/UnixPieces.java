package io.baresock.internal.call;

import static io.baresock.constants.FamilyConstants.AF_UNIX;

import io.baresock.internal.Platform;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Header;
import io.baresock.internal.backend.Header.Piece;

/**
 * The pieces of a receive with MSG_WAITALL on a Unix stream, where the thread does not wait in the kernel: {@code bs_piece} of baresock.h.
 * Linux ends such a receive behind a message that brought descriptors, and where others begin to send, if the socket passes credentials.
 */
public final class UnixPieces {

    static final int SIZE = Piece.SIZE;

    /** No result of C: {@link Waiting#NO_ROOM}, {@code REFUSED} and their like. */
    private static final int OTHERS = Integer.MIN_VALUE + 4096;

    private UnixPieces() {}

    /** Whether such receives are collected from these pieces. */
    static boolean are(Descriptor d, int op) {
        return (op == Waiting.RECV || op == Waiting.RECVMSG) && Platform.LINUX && d.domain == AF_UNIX && d.isStream();
    }

    /** Lays out what the pieces have in common; its address. */
    static long begin(Scratch memory, long from) {
        memory.buffer().putLong(Piece.FROM, from).putInt(Piece.KNOWN, 0).putInt(Piece.PASSES, 0);
        return memory.address();
    }

    /** Whether a result of C says that nothing more belongs to the receive. */
    public static boolean isLast(int result) {
        return result <= -Header.PIECE_LAST && result > OTHERS;
    }

    /** The bytes of the last piece, for its result; and its result, for the bytes. */
    public static int bytes(int n) {
        return -Header.PIECE_LAST - n;
    }
}
