package io.baresock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class KeptTest {

    private static final class State {}

    private static final class OtherState {}

    private static Object kept(Object state, Object... params) throws IOException {
        return Kept.of(Object.class, Object::new, state, params);
    }

    @Test
    void of_returnsTheSame_forAnotherStateOfTheSameClassAndParameters() throws IOException {
        Object first = kept(new State(), Transport.TCP, 64);
        assertSame(first, kept(new State(), Transport.TCP, 64));
        assertNotSame(first, kept(new State(), Transport.TCP, 1024));
        assertNotSame(first, kept(new State(), Transport.UNIX, 64));
        assertNotSame(first, kept(new OtherState(), Transport.TCP, 64)); // a contestant has sockets of its own
    }

    @Test
    void of_opensAgain_afterAFailure() throws IOException {
        State state = new State();
        assertThrows(IOException.class, () -> Kept.of(String.class, () -> fail(), state, "again"));
        assertEquals("opened", Kept.of(String.class, () -> "opened", state, "again"));
    }

    private static String fail() throws IOException {
        throw new IOException();
    }
}
