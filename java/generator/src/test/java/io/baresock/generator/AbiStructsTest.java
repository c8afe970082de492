package io.baresock.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.generator.AbiStructs.Struct;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AbiStructsTest {

    private static final String HEADER =
            """
            #define BS_FORCE_PIPE 1  /* text */
            #define BS_API __attribute__((visibility("default")))

            typedef struct bs_slot {
                int32_t length;   /* 0: text */
                uint8_t bytes[9]; /* 4 */
            } bs_slot;

            typedef struct bs_thing bs_thing;

            typedef struct bs_thing_java {
                bs_slot *
                    slots; /* 0: bs_slot[count] of
                              two lines */
                struct iovec *iov; /* 8 */
                int32_t count;     /* 16 */
                int32_t reserved;  /* 20 */
            } bs_thing_java;

            typedef struct bs_thing_c {
                int32_t flags; /* 0 */
                int64_t time;  /* 8 */
            } bs_thing_c;

            struct bs_thing {
                bs_thing_java java; /* 0 */
                bs_thing_c c;       /* 24 */
            };

            typedef struct bs_slot_list {
                bs_slot first;  /* 0 */
                char more;      /* 16 */
                bs_slot rest[]; /* 20 */
            } bs_slot_list;
            """;

    @Test
    void parse_laysFieldsOut_asTheCompilerDoes() {
        Map<String, Struct> structs = AbiStructs.parse(HEADER);
        assertEquals(
                List.of("bs_slot", "bs_thing_java", "bs_thing_c", "bs_thing", "bs_slot_list"),
                List.copyOf(structs.keySet()));
        assertEquals(16, structs.get("bs_slot").size()); // 13, to a multiple of 4
        assertEquals(24, structs.get("bs_thing_java").size());
        assertEquals(8, structs.get("bs_thing_c").fields().get(1).offset());
        assertEquals(40, structs.get("bs_thing").size());
        assertEquals(20, structs.get("bs_slot_list").size()); // an array without a number has no bytes
    }

    @Test
    void parse_refusesAWrongPlace_andWhatItDoesNotKnow() {
        for (String field : List.of(
                "int32_t a; /* 4 */", "int32_t a;", "int a; /* 0 */", "bs_other a; /* 0 */", "int32_t a, b; /* 0 */")) {
            String struct = "struct bs_x {\n    " + field + "\n};\n";
            assertThrows(IllegalArgumentException.class, () -> AbiStructs.parse(struct), field);
        }
    }

    @Test
    void java_hasMacros_andTheFieldsOfPartsAsTheWholes() {
        String java = AbiNumbers.java(HEADER);
        assertHas(java, "    public static final int FORCE_PIPE = 1;\n");
        assertFalse(java.contains("API"), java);
        String thing = java.substring(java.indexOf("final class Thing {"), java.indexOf("final class SlotList {"));
        for (String constant : List.of("SLOTS = 0", "IOV = 8", "COUNT = 16", "FLAGS = 24", "TIME = 32", "SIZE = 40")) {
            assertHas(thing, "        public static final int " + constant + ";\n");
        }
        assertFalse(java.contains("RESERVED") || java.contains("class ThingJava"), java);
        assertHas(java, "public static final int REST = 20;");
    }

    @Test
    void checks_areOfEveryStructAndField() {
        String c = AbiNumbers.checks(HEADER);
        assertHas(c, "_Static_assert(sizeof(bs_thing) == 40, \"size of bs_thing\");\n");
        assertHas(c, "_Static_assert(offsetof(bs_thing_java, reserved) == 20, \"bs_thing_java.reserved\");\n");
        assertEquals(18, c.lines().count());
    }

    private static void assertHas(String text, String part) {
        assertTrue(text.contains(part), () -> part + "\n is not in\n" + text);
    }
}
