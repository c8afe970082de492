package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.baresock.ErrnoException;
import io.baresock.ErrorKind;
import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import io.baresock.option.Timestamping;
import io.baresock.zerocopy.TransmitIds;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Prints when the kernel gave each datagram to the device, as PTP programs need it. usage: SendTimes ADDRESS COUNT */
public class SendTimes {
    public static void main(String[] args) throws ErrnoException {
        Sockaddr to = Sockaddr.parse(args[0]);
        ByteBuffer data = ByteBuffer.wrap("what time is it".getBytes(UTF_8));
        try (Socket socket = Socket.open(to.family(), SOCK_DGRAM, 0);
                ErrorQueue queue = new ErrorQueue(16, 0)) {
            // A network card with a clock also gives hardware times: sendHardware(), and HardwareTimestamping.
            Timestamping times =
                    Timestamping.builder().sendSoftware().ids().timesOnly().build();
            socket.setOption(SocketOptions.SO_TIMESTAMPING, times);
            TransmitIds ids = TransmitIds.datagrams();
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                long id = ids.sent(socket.sendto(data.rewind(), to));
                System.out.println("datagram " + id + " left at " + transmitTime(socket, queue, id) + " ns");
            }
        }
    }

    /** The times come by the error queue, a moment later. */
    private static long transmitTime(Socket socket, ErrorQueue queue, long id) throws ErrnoException {
        do {
            socket.poll(0, Duration.ofSeconds(20)); // an entry of the queue ends the wait
            socket.errors(queue);
            for (int i = 0; i < queue.count(); i++) {
                if (queue.kind(i) == ErrorKind.TIMESTAMP && queue.id(i) == id) {
                    return queue.transmitNanos(i);
                }
            }
        } while (queue.count() > 0);
        return -1;
    }
}
