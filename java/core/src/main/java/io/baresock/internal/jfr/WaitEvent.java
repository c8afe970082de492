package io.baresock.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** A wait for readiness: of a poller, an event loop, or one socket. */
@Name("io.baresock.Wait")
@Label("Wait")
@Description("A wait for readiness: of a poller, an event loop, or one socket")
@Category({"Baresock", "Socket"})
@Enabled(false)
@Threshold("20 ms")
public final class WaitEvent extends Event {

    @Label("Descriptor")
    @Description("Of the one socket that is waited for; -1 for a poller and a loop")
    public int descriptor;

    @Label("Timeout")
    @Description("How long it may take; negative: for ever")
    @Timespan(Timespan.NANOSECONDS)
    public long timeout;

    @Label("Ready")
    @Description("How many events came; 0 if the time passed or it was woken")
    public int ready;

    @Label("Error")
    @Description("The errno of a wait that failed; else 0")
    public int error;
}
