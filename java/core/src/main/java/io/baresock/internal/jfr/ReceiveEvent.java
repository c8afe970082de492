package io.baresock.internal.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A call that receives: recv, recvfrom, recvmsg, recvmmsg. */
@Name("io.baresock.Receive")
@Label("Socket Receive")
@Description("A call that receives: recv, recvfrom, recvmsg, recvmmsg")
public final class ReceiveEvent extends SocketEvent {

    @Label("Bytes")
    @DataAmount
    public long bytes;

    @Label("Messages")
    @Description("More than 1 for a batch")
    public int messages;

    @Label("End")
    @Description("Whether the stream has ended")
    public boolean end;
}
