package io.baresock.async;

import io.baresock.internal.Slab;
import java.nio.ByteBuffer;

/**
 * The memory that a loop and its ring share, {@code bs_loop_ring} of baresock.h: commands, events, and the buffers that the kernel
 * receives into. The loop has an event's buffer until the next poll, which gives it back when the sends that may read it are over. Used by
 * the loop's thread only.
 */
final class RingMemory {

    /** Events of one poll at most: more than the kernel can have, so that none of a send is left for the next poll. */
    static final int EVENTS = 8192;

    static final int COMMANDS = 512;
    private static final int COMPLETIONS = 4096;
    static final int BUFFERS = 512;
    static final int BUFFER =
            4096 + 64; // bytes: no power of two, so that their beginnings do not share cache lines' places

    // struct bs_loop_ring
    private static final int COUNT = 20;
    private static final int SENDS = 36;
    private static final int HEADER = 64;

    // struct bs_ring_command
    private static final int COMMAND = 32; // bytes
    private static final int ADDRESS = 8;
    private static final int OP = 16;
    private static final int FD = 20;
    private static final int LENGTH = 24;

    /** Nothing: it was taken back. */
    private static final int NOTHING = 0;

    static final int SEND = 1;
    static final int RECEIVE = 2;
    static final int POLL = 3;
    static final int CANCEL = 4;

    /** With the events of {@link #POLL}: report only what is new, and go on. BS_POLLER_EDGE of baresock.h. */
    static final int EDGE = 256;

    // struct bs_poller_event
    private static final int EVENT = 16; // bytes
    private static final int RESULT = 8;
    private static final int FLAGS = 12;

    static final int GOES_ON = 2;

    private static final int COMMANDS_AT = HEADER;
    private static final int EVENTS_AT = COMMANDS_AT + COMMANDS * COMMAND;
    private static final int BUFFERS_AT = (EVENTS_AT + EVENTS * EVENT + 4095) & -4096;
    private static final int SIZE = BUFFERS_AT + BUFFERS * BUFFER;

    final Slab slab = new Slab("EventLoop", SIZE);
    private final ByteBuffer memory = slab.memory();
    private final ByteBuffer[] views = new ByteBuffer[BUFFERS];
    private int commands;

    RingMemory() {
        memory.putLong(0, slab.address() + COMMANDS_AT)
                .putLong(8, slab.address() + BUFFERS_AT)
                .putInt(16, COMMANDS)
                .putInt(COUNT, 0)
                .putInt(24, BUFFERS)
                .putInt(28, BUFFER)
                .putInt(32, COMPLETIONS);
        for (int i = 0; i < BUFFERS; i++) {
            views[i] = memory.slice(BUFFERS_AT + i * BUFFER, BUFFER); // in Java's byte order
        }
    }

    // ---- commands ----

    boolean hasRoom(int more) {
        return COMMANDS - commands >= more;
    }

    boolean hasCommands() {
        return commands > 0;
    }

    /** Adds a command for the next poll; its place. */
    int add(int op, long token, int fd, long address, int length) {
        int place = commands++;
        int at = COMMANDS_AT + place * COMMAND;
        memory.putLong(at, token)
                .putLong(at + ADDRESS, address)
                .putInt(at + OP, op)
                .putInt(at + FD, fd)
                .putInt(at + LENGTH, length);
        return place;
    }

    /** Takes a command back that the kernel has not seen. */
    void takeBack(int place) {
        memory.putInt(COMMANDS_AT + place * COMMAND + OP, NOTHING);
    }

    /** Before a poll: it is to take the commands. */
    void submit() {
        memory.putInt(COUNT, commands);
    }

    /** After a poll: whether it took them. If it failed before, they are still there for the next one. */
    boolean wereTaken() {
        commands = memory.getInt(COUNT);
        return commands == 0;
    }

    /** How many events of the last poll are of sends: those that did not send all. */
    int sendEvents() {
        return memory.getInt(SENDS);
    }

    // ---- events ----

    long eventsAddress() {
        return slab.address() + EVENTS_AT;
    }

    long eventToken(int i) {
        return memory.getLong(EVENTS_AT + i * EVENT);
    }

    int eventResult(int i) {
        return memory.getInt(EVENTS_AT + i * EVENT + RESULT);
    }

    void moveEvent(int from, int to) {
        int source = EVENTS_AT + from * EVENT;
        int target = EVENTS_AT + to * EVENT;
        memory.putLong(target, memory.getLong(source));
        memory.putLong(target + RESULT, memory.getLong(source + RESULT)); // and the flags
    }

    int eventFlags(int i) {
        return memory.getInt(EVENTS_AT + i * EVENT + FLAGS);
    }

    /** The event becomes nobody's. */
    void forget(int i) {
        memory.putLong(EVENTS_AT + i * EVENT, RingSlots.NOBODY);
    }

    // ---- buffers ----

    /** The whole buffer that an event with these flags came with. */
    ByteBuffer view(int flags) {
        return lent(flags).clear();
    }

    /** The same as it is. */
    ByteBuffer lent(int flags) {
        return views[flags >>> 16];
    }

    /** The address of its first byte. */
    long address(int flags) {
        return slab.address() + BUFFERS_AT + (long) (flags >>> 16) * BUFFER;
    }

    /** Whether the byte at this address is in one of the buffers: the user may have made a slice. */
    boolean hasBuffer(long address) {
        return address >= slab.address() + BUFFERS_AT && address < slab.address() + SIZE;
    }
}
