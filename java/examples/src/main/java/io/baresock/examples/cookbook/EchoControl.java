package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.ReceivedControl;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Metadata;
import java.nio.ByteBuffer;

/**
 * Sends datagrams back as a QUIC server does: from the address that was asked, with the ECN bits that came, and as many at once as the
 * kernel has merged.
 */
public class EchoControl {
    public static void main(String[] args) throws ErrnoException {
        ByteBuffer data = ByteBuffer.allocateDirect(65_536); // a merged piece has up to 64 KiB
        try (Socket socket = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.any4(0));
                Message message = new Message(1, 256)) {
            Metadata.receive(socket, Metadata.LOCAL_ADDRESS, Metadata.TOS, Metadata.GRO);
            System.out.println("listening on " + socket.localAddress());
            message.add(data).to(message.from()); // once: each answer goes to the sender of the last question
            while (true) {
                data.clear();
                int bytes = socket.recvmsg(message);
                ReceivedControl question = message.received();
                int size = question.groSize(); // -1: one datagram, nothing was merged
                System.out.println(bytes + " bytes, size " + size + ", ECN " + question.ecn());
                message.control().clear().replyFrom(question).tos(question.ecn());
                if (size > 0) {
                    message.control().segmentSize(size);
                }
                data.flip();
                socket.sendmsg(message);
            }
        }
    }
}
