package io.baresock.async;

import io.baresock.internal.Slab;
import io.baresock.internal.backend.Header.LoopRing;
import io.baresock.internal.backend.Header.PollerEvent;
import io.baresock.internal.backend.Header.RingCommand;
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
    /** Bytes: no power of two, so that their beginnings do not share cache lines' places. */
    static final int BUFFER = 4096 + 64;

    /** In place of an operation: it was taken back. */
    private static final int NOTHING = 0;

    /** Bytes before the commands: a cache line, which has the {@code bs_loop_ring}. */
    private static final int FIRST = 64;

    private static final int COMMANDS_AT = FIRST;
    private static final int EVENTS_AT = COMMANDS_AT + COMMANDS * RingCommand.SIZE;
    private static final int BUFFERS_AT = (EVENTS_AT + EVENTS * PollerEvent.SIZE + 4095) & -4096;
    private static final int SIZE = BUFFERS_AT + BUFFERS * BUFFER;

    final Slab slab = new Slab("EventLoop", SIZE);
    private final ByteBuffer memory = slab.memory();
    private final ByteBuffer[] views = new ByteBuffer[BUFFERS];
    private int commands;

    RingMemory() {
        memory.putLong(LoopRing.COMMANDS, slab.address() + COMMANDS_AT)
                .putLong(LoopRing.BUFFERS, slab.address() + BUFFERS_AT)
                .putInt(LoopRing.CAPACITY, COMMANDS)
                .putInt(LoopRing.COUNT, 0)
                .putInt(LoopRing.BUFFER_COUNT, BUFFERS)
                .putInt(LoopRing.BUFFER_LENGTH, BUFFER)
                .putInt(LoopRing.COMPLETIONS, COMPLETIONS);
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
        int at = COMMANDS_AT + place * RingCommand.SIZE;
        memory.putLong(at, token)
                .putLong(at + RingCommand.ADDRESS, address)
                .putInt(at + RingCommand.OP, op)
                .putInt(at + RingCommand.FD, fd)
                .putInt(at + RingCommand.LENGTH, length);
        return place;
    }

    /** Takes a command back that the kernel has not seen. */
    void takeBack(int place) {
        memory.putInt(COMMANDS_AT + place * RingCommand.SIZE + RingCommand.OP, NOTHING);
    }

    /** Before a poll: it is to take the commands. */
    void submit() {
        memory.putInt(LoopRing.COUNT, commands).putInt(LoopRing.RESULT, 0);
    }

    /** After a poll: whether it took them. If it failed before, they are still there for the next one. */
    boolean wereTaken() {
        commands = memory.getInt(LoopRing.COUNT);
        return commands == 0;
    }

    /** What the last poll has returned, or would have if nothing was thrown; 0 if it was not made. */
    int result() {
        return memory.getInt(LoopRing.RESULT);
    }

    /** How many events of the last poll are of sends: those that did not send all. */
    int sendEvents() {
        return memory.getInt(LoopRing.SENDS);
    }

    // ---- events ----

    long eventsAddress() {
        return slab.address() + EVENTS_AT;
    }

    long eventToken(int i) {
        return memory.getLong(EVENTS_AT + i * PollerEvent.SIZE);
    }

    int eventResult(int i) {
        return memory.getInt(EVENTS_AT + i * PollerEvent.SIZE + PollerEvent.EVENTS);
    }

    void moveEvent(int from, int to) {
        int source = EVENTS_AT + from * PollerEvent.SIZE;
        int target = EVENTS_AT + to * PollerEvent.SIZE;
        memory.putLong(target, memory.getLong(source));
        memory.putLong(target + PollerEvent.EVENTS, memory.getLong(source + PollerEvent.EVENTS)); // and the flags
    }

    int eventFlags(int i) {
        return memory.getInt(EVENTS_AT + i * PollerEvent.SIZE + PollerEvent.FLAGS);
    }

    /** The event becomes nobody's. */
    void forget(int i) {
        memory.putLong(EVENTS_AT + i * PollerEvent.SIZE, RingSlots.NOBODY);
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
