package io.baresock.tails;

/**
 * What the load does.
 *
 * @param connections that ask again as soon as they are answered
 * @param micros of work a request, spun
 * @param carriers of the server's virtual threads; 0: it is an event loop
 * @param beside what goes on at the same time
 */
record Workload(int connections, int micros, int carriers, Beside beside) {

    /** What goes on beside the connections that count. */
    enum Beside {
        NOTHING,
        /** New connections all the time: what is timed is how long each waits to be accepted. */
        ACCEPTS,
        /** One connection whose requests take {@link #SLOW_MICROS}, and which is not counted: what is timed is that connection. */
        SLOW,
        /** Requests that sleep for {@link #SLEEP_MICROS} instead of working: what is timed is by how much they come late. */
        TIMERS,
        /** One connection that sends without end, and which is not counted. */
        GREEDY
    }

    static final int SLOW_MICROS = 5000;
    static final int SLEEP_MICROS = 1000;
    private static final int MANY_BESIDE = 16;

    /** How many connections there are beside those that count. */
    int besides() {
        return switch (beside) {
            case NOTHING -> 0;
            case SLOW, GREEDY -> 1;
            case ACCEPTS, TIMERS -> MANY_BESIDE;
        };
    }

    /** How long all connections take to be served once, at least. */
    long cycleMillis() {
        return (long) connections * micros / 1000 / Math.max(1, carriers);
    }
}
