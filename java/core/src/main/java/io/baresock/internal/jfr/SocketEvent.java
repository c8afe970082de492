package io.baresock.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** What the events of a socket have in common. As {@code jdk.SocketRead}, they are for calls of 20 ms or more unless a recording says otherwise. */
@Category({"Baresock", "Socket"})
@Enabled(false)
@Threshold("20 ms")
public abstract class SocketEvent extends Event {

    @Label("Descriptor")
    @Description("The number of the socket's descriptor")
    public int descriptor;

    @Label("Address")
    @Description("The peer's address; null if the socket has no peer or the call has many")
    public @Nullable String address;

    @Label("Error")
    @Description("The errno of a call that failed, such as 11 (EAGAIN) for one that would have had to wait; else 0")
    public int error;
}
