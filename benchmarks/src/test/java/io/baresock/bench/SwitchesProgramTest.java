package io.baresock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.Gson;
import io.baresock.bench.SwitchesProgram.Counted;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SwitchesProgramTest {

    @Test
    void parse_givesEachContestant_andItsVerdict() throws IOException {
        List<Counted> all =
                List.of(new Counted("Baresock, UDP", 1001, 2, true), new Counted("C, UNIX", 2000, 0, false));
        String printed = "WARNING: x\n" + new Gson().toJson(all.get(0)) + "\n" + new Gson().toJson(all.get(1)) + "\n";
        assertEquals(all, SwitchesProgram.parse(printed));
    }

    @Test
    void parse_refuses_whatHasNoCount() {
        assertThrows(IOException.class, () -> SwitchesProgram.parse("WARNING: something else\n"));
    }
}
