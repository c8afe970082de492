package io.baresock.internal.message;

import static io.baresock.constants.FamilyConstants.*;
import static io.baresock.constants.MessageConstants.*;
import static io.baresock.internal.backend.Header.Message.*;

import io.baresock.internal.Buffers;
import io.baresock.internal.Slab;
import io.baresock.internal.address.SockaddrLayout;
import io.baresock.internal.backend.Header.Cmsg;
import io.baresock.internal.backend.Header.Control;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Received control messages in native memory, by index and by kind. It does not know what they mean. Not thread-safe. */
public final class ControlRecords {

    private final Slab memory;
    public ByteBuffer slab; // that memory; each use begins with count(), which checks that it is not closed
    private int message;
    private int data;
    private int records;

    public ControlRecords(Slab memory) {
        this.memory = memory;
        slab = memory.memory();
    }

    /**
     * Reads another message of the slab from now on. The arguments are where its {@code bs_message}, its control data and their records
     * begin.
     */
    public void move(int toMessage, int toData, int toRecords) {
        message = toMessage;
        data = toData;
        records = toRecords;
    }

    /** As {@link #move}, after the slab has moved to other memory. What came has been copied there. */
    public void relocate(int toMessage, int toData, int toRecords) {
        slab = memory.memory();
        move(toMessage, toData, toRecords);
    }

    public int count() {
        return memory.view().getInt(message + IN_COUNT);
    }

    public int level(int i) {
        return slab.getInt(record(i) + Cmsg.LEVEL);
    }

    public int type(int i) {
        return slab.getInt(record(i) + Cmsg.TYPE);
    }

    public int length(int i) {
        return slab.getInt(record(i) + Cmsg.LENGTH);
    }

    public boolean mayBeCutOff(int i) {
        int record = record(i);
        int end = slab.getInt(record + Cmsg.OFFSET) + slab.getInt(record + Cmsg.LENGTH);
        return areCutOff() && end >= slab.getInt(message + IN + Control.CAPACITY);
    }

    public byte[] copy(int i) {
        byte[] copy = new byte[length(i)];
        slab.get(start(i), copy);
        return copy;
    }

    public int copy(int i, ByteBuffer to) {
        int position = Buffers.writable("copy", to).position(); // each is read once: another thread may move them
        int n = Math.min(length(i), Math.max(to.limit() - position, 0));
        Buffers.copy(slab, start(i), to, position, n);
        Buffers.moved(to, position + n);
        return n;
    }

    public int find(int level, int type) {
        int n = count();
        for (int i = 0, at = records; i < n; i++, at += Cmsg.SIZE) {
            if (slab.getInt(at + Cmsg.LEVEL) == level && slab.getInt(at + Cmsg.TYPE) == type) {
                return i;
            }
        }
        return -1;
    }

    private int record(int i) {
        return records + Objects.checkIndex(i, count()) * Cmsg.SIZE;
    }

    /** Where in the slab the data of a message begins. */
    public int start(int i) {
        return data + slab.getInt(record(i) + Cmsg.OFFSET);
    }

    // Every value is read through these methods, which know its length. A value that is not whole counts as absent,
    // since a part of a number is another number.

    /** Where in the slab the data of the first message of that kind begins; -1 if there is none with at least so many bytes. */
    public int find(int level, int type, int bytes) {
        int i = find(level, type);
        return i >= 0 && length(i) >= bytes ? start(i) : -1;
    }

    /**
     * The first message of that kind as a number. It has four bytes, or {@code shortForm} bytes: 1 or 2 (4: there is no short form). -1
     * if it has another size. Two bytes may be a part of four that was cut off; one byte never is.
     */
    public int number(int level, int type, int shortForm) {
        int i = find(level, type);
        if (i < 0) {
            return -1;
        }
        int n = length(i);
        if (n == Integer.BYTES) {
            return slab.getInt(start(i));
        }
        if (n != shortForm || n == Short.BYTES && mayBeCutOff(i)) {
            return -1;
        }
        return n == Byte.BYTES ? slab.get(start(i)) & 0xFF : slab.getShort(start(i)) & 0xFFFF;
    }

    /** A copy of the first message of that kind, of any length; null if there is none, or its end may be missing. */
    public byte @Nullable [] text(int level, int type) {
        int i = find(level, type);
        return i < 0 || mayBeCutOff(i) ? null : copy(i);
    }

    /** The length of the address that is {@code offset} bytes into a message; -1 if it is not whole. */
    public int addressLength(int i, int offset) {
        int at = start(i) + offset;
        int there = Math.max(length(i) - offset, 0);
        int family = SockaddrLayout.family(slab, at, there);
        int whole = SockaddrLayout.wholeLength(family);
        if (family == AF_UNSPEC || there < whole || whole == 0 && mayBeCutOff(i)) {
            return -1;
        }
        return whole == 0 ? there : whole;
    }

    /** Whether control messages are missing or cut off. */
    public boolean areCutOff() {
        return (slab.getInt(message + FLAGS) & MSG_CTRUNC) != 0;
    }

    @Override
    public String toString() {
        return memory.isClosed() ? "closed" : count() + " control messages" + (areCutOff() ? ", others missing" : "");
    }
}
