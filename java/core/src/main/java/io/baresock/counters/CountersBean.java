package io.baresock.counters;

import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ObjectName;

/** The counters as an MXBean. Not loaded before somebody asks for it: the module {@code java.management} may be missing. */
final class CountersBean implements CountersMXBean {

    private static boolean isRegistered; // guarded by the class

    private CountersBean() {}

    static synchronized void register() {
        if (isRegistered) {
            return;
        }
        String name = "io.baresock:type=Counters";
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(new CountersBean(), new ObjectName(name));
            isRegistered = true;
        } catch (InstanceAlreadyExistsException e) {
            throw new IllegalStateException("register: another copy of Baresock has registered " + name, e);
        } catch (JMException e) {
            throw new IllegalStateException("register: " + name + ": " + e, e);
        }
    }

    @Override
    public long getSystemCalls() {
        return Counter.SYSTEM_CALLS.value();
    }

    @Override
    public long getWouldBlocks() {
        return Counter.WOULD_BLOCKS.value();
    }

    @Override
    public long getShortWrites() {
        return Counter.SHORT_WRITES.value();
    }

    @Override
    public long getWakeups() {
        return Counter.WAKEUPS.value();
    }

    @Override
    public long getStaleEvents() {
        return Counter.STALE_EVENTS.value();
    }

    @Override
    public long getDrops() {
        return Counter.DROPS.value();
    }

    @Override
    public long getGsoDowngrades() {
        return Counter.GSO_DOWNGRADES.value();
    }

    @Override
    public long getRingOverflows() {
        return Counter.RING_OVERFLOWS.value();
    }

    @Override
    public Map<String, Long> getCalls() {
        return Counter.calls();
    }
}
