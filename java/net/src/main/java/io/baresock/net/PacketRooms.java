package io.baresock.net;

import java.net.DatagramPacket;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How much each packet can receive. A receive sets the packet's length to that of the datagram, but the next one may fill as much as the first.
 * The JDK keeps that number inside the packet, where nobody else can reach it; so it is kept here, for as long as the packet
 * lives. A packet whose length or array has changed since the last receive was changed by its owner, and the owner's length counts.
 *
 * <p>Nothing is allocated for a packet that was seen before, or that was filled. Thread-safe.
 */
final class PacketRooms {

    private static final int SHARDS = 16; // a power of two; sockets of many threads seldom wait for each other

    private static final PacketRooms[] ALL = all();

    private final Map<DatagramPacket, Room> rooms = new WeakHashMap<>();

    private PacketRooms() {}

    private static PacketRooms[] all() {
        PacketRooms[] all = new PacketRooms[SHARDS];
        for (int i = 0; i < SHARDS; i++) {
            all[i] = new PacketRooms();
        }
        return all;
    }

    /** Of one packet. It holds no reference to the packet or its array, which it would keep alive. */
    private static final class Room {
        private int bytes;
        private int given;
        private int array;
        private int offset;
    }

    private static PacketRooms of(DatagramPacket p) {
        return ALL[System.identityHashCode(p) & (SHARDS - 1)];
    }

    /** How many bytes the packet can receive. */
    static int room(DatagramPacket p) {
        return of(p).roomOf(p);
    }

    private synchronized int roomOf(DatagramPacket p) {
        Room room = rooms.get(p);
        return room != null && isAsLeft(room, p) ? room.bytes : p.getLength();
    }

    private static boolean isAsLeft(Room room, DatagramPacket p) {
        return room.given == p.getLength()
                && room.offset == p.getOffset()
                && room.array == System.identityHashCode(p.getData());
    }

    /** Sets the length of a packet that received so many bytes and had room for {@code room}. */
    static void received(DatagramPacket p, int bytes, int room) {
        if (p.getLength() != bytes) { // JDK 25's setLength itself may allocate 16 bytes
            p.setLength(bytes);
        }
        of(p).keep(p, bytes, room);
    }

    private synchronized void keep(DatagramPacket p, int bytes, int bytesOfRoom) {
        @Nullable Room room = rooms.get(p);
        if (room == null) {
            if (bytes == bytesOfRoom) {
                return; // its length says it
            }
            room = new Room();
            rooms.put(p, room);
        }
        room.bytes = bytesOfRoom;
        room.given = bytes;
        room.offset = p.getOffset();
        room.array = System.identityHashCode(p.getData());
    }
}
