package io.baresock.async;

import io.baresock.ErrnoException;
import io.baresock.async.EventLoop.Engine;
import io.baresock.internal.Printable;

/** Opens the mechanism that a loop is to have. */
final class Engines {

    private static final String PROPERTY = "baresock.engine";

    private Engines() {}

    /** A mechanism, and why it is no ring; "" if it is one. */
    record Choice(Mechanism mechanism, String whyNoRing) {}

    /** Opens it. Only an engine that the caller has named fails; what the property says is a wish. */
    static Choice open(Engine engine) throws ErrnoException {
        return switch (engine) {
            case EPOLL -> polls("the engine EPOLL was asked for");
            case IO_URING -> new Choice(RingMechanism.open(), "");
            case AUTO -> auto(System.getProperty(PROPERTY, "auto"));
        };
    }

    private static Choice auto(String wish) throws ErrnoException {
        return switch (wish) {
            case "auto" -> polls("AUTO takes epoll unless -D" + PROPERTY + "=io_uring is set");
            case "epoll" -> polls("-D" + PROPERTY + "=epoll");
            case "io_uring" -> ringOrPoller();
            default -> throw new IllegalArgumentException(
                    "-D" + PROPERTY + "=" + Printable.of(wish) + ": it must be auto, epoll or io_uring");
        };
    }

    private static Choice ringOrPoller() throws ErrnoException {
        try {
            return new Choice(RingMechanism.open(), "");
        } catch (ErrnoException e) {
            return polls(WhyNoRing.text(e.errno()));
        }
    }

    private static Choice polls(String why) throws ErrnoException {
        return new Choice(new PollerMechanism(), why);
    }
}
