package io.baresock.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Netns;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A monitor of routes: a netlink socket on a loop. */
@EnabledOnOs(OS.LINUX)
class RouteMonitorIT {

    @ParameterizedTest
    @EnumSource(Loops.class)
    void changesOfAddressesAndRoutesAreSeen(Loops kind) throws Exception {
        kind.open().close(); // skips where there is no such loop
        try (Netns net = Netns.create()) {
            String[] lines = net.java(RouteMonitorProgram.class, kind.name()).split("\n");
            assertEquals("seen", lines[lines.length - 1]);
        }
    }
}
