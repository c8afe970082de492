package io.baresock.counters;

import java.util.Map;

/** The counters for JMX: {@code io.baresock:type=Counters}, after {@link Counter#register}. Each attribute is the counter of its name. */
public interface CountersMXBean {

    /** {@return {@link Counter#SYSTEM_CALLS}} */
    long getSystemCalls();

    /** {@return {@link Counter#WOULD_BLOCKS}} */
    long getWouldBlocks();

    /** {@return {@link Counter#SHORT_WRITES}} */
    long getShortWrites();

    /** {@return {@link Counter#WAKEUPS}} */
    long getWakeups();

    /** {@return {@link Counter#STALE_EVENTS}} */
    long getStaleEvents();

    /** {@return {@link Counter#DROPS}} */
    long getDrops();

    /** {@return {@link Counter#GSO_DOWNGRADES}} */
    long getGsoDowngrades();

    /** {@return {@link Counter#RING_OVERFLOWS}} */
    long getRingOverflows();

    /** {@return {@link Counter#calls}} */
    Map<String, Long> getCalls();
}
