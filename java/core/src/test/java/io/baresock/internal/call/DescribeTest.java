package io.baresock.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.Errno;
import io.baresock.GaiException;
import io.baresock.constants.ErrnoConstants;
import io.baresock.constants.FamilyConstants;
import io.baresock.constants.NetdbConstants;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The sums of {@code Describe}. */
class DescribeTest {

    @Test
    void everyType_isPrintedByTheNameOfATypeAlone() {
        assertEquals("AF_INET, SOCK_STREAM, protocol 6", Describe.socket(Bsd.AF_INET, Bsd.SOCK_STREAM, 6));
        assertEquals("AF_UNIX, SOCK_DGRAM, protocol 0", Describe.socket(Bsd.AF_UNIX, Bsd.SOCK_DGRAM, 0));
        assertEquals(
                "AF_NETLINK, SOCK_RAW, protocol 4",
                Describe.socket(Bsd.AF_NETLINK, Bsd.SOCK_RAW | Bsd.SOCK_CLOEXEC | Bsd.SOCK_NONBLOCK, 4));
        assertEquals("AF_INET6, SOCK_SEQPACKET, protocol 132", Describe.socket(Bsd.AF_INET6, Bsd.SOCK_SEQPACKET, 132));
        Set<String> types =
                Set.of("STREAM", "DGRAM", "RAW", "RDM", "SEQPACKET", "DCCP", "PACKET"); // socket(2), bits/socket_type.h
        for (int type = -1; type < 0x200; type++) {
            String text = Describe.socket(Bsd.AF_INET, type, 0);
            String name = text.substring("AF_INET, ".length(), text.length() - ", protocol 0".length());
            assertTrue(
                    name.equals("type " + type) || name.startsWith("SOCK_") && types.contains(name.substring(5)), text);
        }
    }

    @Test
    void everyFamily_isPrintedByTheNameOfAFamilyAlone() throws IllegalAccessException {
        Map<Integer, Set<String>> families = new HashMap<>();
        for (Field f : FamilyConstants.class.getFields()) {
            if (f.getName().startsWith("AF_") && !f.getName().equals("AF_MAX")) {
                families.computeIfAbsent(f.getInt(null), k -> new HashSet<>()).add(f.getName());
            }
        }
        for (int family = -1; family < 0x200; family++) {
            String name = Describe.socket(family, Bsd.SOCK_STREAM, 0).split(",")[0];
            assertTrue(families.getOrDefault(family, Set.of("family " + family)).contains(name), name);
        }
        assertEquals(
                "family " + Bsd.AF_MAX,
                Describe.socket(Bsd.AF_MAX, Bsd.SOCK_STREAM, 0).split(",")[0]);
    }

    @Test
    void everyCode_isPrintedByANameOfItsOwnKind() throws IllegalAccessException {
        Map<String, Integer> codes = new HashMap<>();
        for (Field f : NetdbConstants.class.getFields()) {
            if (f.getName().startsWith("EAI_") && !f.getName().equals("EAI_MAX")) {
                codes.put(f.getName(), f.getInt(null));
            }
        }
        Map<String, Integer> errnos = new HashMap<>();
        for (Field f : ErrnoConstants.class.getFields()) {
            errnos.put(f.getName(), f.getInt(null));
        }
        for (int n = -300; n < 300; n++) {
            String code = new GaiException("call", n, 0, null).codeName();
            assertTrue(code.equals("EAI code " + n) || codes.get(code) == n, code);
            String errno = Errno.name(n);
            assertTrue(errno.equals("errno " + n) || errnos.get(errno) == n, errno);
        }
    }

    @Test
    void seconds_andMicroseconds_areCountedToTheLast() {
        assertEquals(1_000, Describe.nanos(0, 1));
        assertEquals(5_000_000_000_000_000L, Describe.nanos(0, 5_000_000_000_000L)); // 58 days
        assertEquals(9_223_372_036_854_775_000L, Describe.nanos(0, 9_223_372_036_854_775L));
        assertEquals(9_223_372_036_854_775_000L, Describe.nanos(9_223_372_036L, 854_775));
    }

    @Test
    void whatDoesNotFit_isForEver() {
        assertEquals(Long.MAX_VALUE, Describe.nanos(0, 9_223_372_036_854_776L));
        assertEquals(Long.MAX_VALUE, Describe.nanos(9_223_372_036L, 854_776));
        assertEquals(Long.MAX_VALUE, Describe.nanos(9_223_372_037L, 0));
        assertEquals(Long.MAX_VALUE, Describe.nanos(Long.MAX_VALUE, Long.MAX_VALUE));
    }
}
