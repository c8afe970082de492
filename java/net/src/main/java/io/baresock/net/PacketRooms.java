package io.baresock.net;

import java.lang.ref.WeakReference;
import java.net.DatagramPacket;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How much each packet can receive. A receive sets the packet's length to that of the datagram, but the next one may fill as much as the first.
 * The JDK keeps that number inside the packet, where nobody else can reach it; so it is kept here, for as long as the packet
 * lives. A packet whose length or array has changed since the last receive was changed by its owner, and the owner's length counts.
 *
 * <p>Nothing is allocated for a packet that was seen before, or that was filled. Each socket has one of these, for what it received into
 * last; the rooms themselves are of all sockets. Call it with the packet's monitor, which guards its room.
 */
final class PacketRooms {

    /** Sockets of many threads seldom wait for each other. Each map is guarded by itself. */
    private static final List<Map<DatagramPacket, Room>> ALL = IntStream.range(0, 16)
            .<Map<DatagramPacket, Room>>mapToObj(i -> new WeakHashMap<>())
            .toList();

    /** Saves the search: of an object whose monitor is held, the JVM tells the hash code slowly. */
    private volatile @Nullable Room latest;

    /** Of one packet. It holds no reference to the packet or its array that would keep it alive. */
    private static final class Room extends WeakReference<DatagramPacket> {
        private int bytes;
        private int given;
        private int array;
        private int offset;

        Room(DatagramPacket p) {
            super(p);
        }

        boolean isAsLeft(DatagramPacket p) {
            return given == p.getLength() && offset == p.getOffset() && array == System.identityHashCode(p.getData());
        }
    }

    /** How many bytes the packet can receive. */
    int room(DatagramPacket p) {
        Room room = find(p, false);
        return room != null && room.isAsLeft(p) ? room.bytes : p.getLength();
    }

    /** Sets the length of a packet that received so many bytes and had room for {@code bytesOfRoom}. */
    void received(DatagramPacket p, int bytes, int bytesOfRoom) {
        if (p.getLength() != bytes) { // JDK 25's setLength itself may allocate 16 bytes
            p.setLength(bytes);
        }
        Room room = find(p, bytes != bytesOfRoom); // if it is filled, its length says it
        if (room != null) {
            room.bytes = bytesOfRoom;
            room.given = bytes;
            room.offset = p.getOffset();
            room.array = System.identityHashCode(p.getData());
        }
    }

    private @Nullable Room find(DatagramPacket p, boolean make) {
        Room room = latest;
        if (room != null && room.refersTo(p)) {
            return room;
        }
        Map<DatagramPacket, Room> some = ALL.get(System.identityHashCode(p) & (ALL.size() - 1));
        synchronized (some) {
            room = make ? some.computeIfAbsent(p, Room::new) : some.get(p);
        }
        if (room != null) {
            latest = room;
        }
        return room;
    }
}
