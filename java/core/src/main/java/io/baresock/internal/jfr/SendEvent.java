package io.baresock.internal.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A call that sends: send, sendto, sendmsg, sendmmsg, sendfile. */
@Name("io.baresock.Send")
@Label("Socket Send")
@Description("A call that sends: send, sendto, sendmsg, sendmmsg, sendfile")
public final class SendEvent extends SocketEvent {

    @Label("Bytes")
    @DataAmount
    public long bytes;

    @Label("Messages")
    @Description("More than 1 for a batch")
    public int messages;
}
