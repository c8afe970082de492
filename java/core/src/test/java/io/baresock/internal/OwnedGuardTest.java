package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The owner's pins, with what other threads do at the worst moments: a barrier of this backend runs what a test wants there. */
class OwnedGuardTest extends OwnedGuardFixture {

    // ---- becoming the owner ----

    @Test
    void shortLived_hasNoOwner_andNoBarrier() {
        pinAndUnpin(LIMIT - 1);
        assertNull(guard.owner);
        byOwner(guard::close);
        assertEquals(List.of("close"), calls);
        assertEquals(0, barriersOpened);
    }

    @Test
    void ownersPins_leaveTheSharedWordAlone() {
        own();
        byOwner(() -> {
            long state = guard.state;
            assertTrue(pins.pin());
            assertTrue(pins.pinWaiting());
            assertTrue(pins.pin());
            assertEquals(state, guard.state);
            pins.unpin();
            pins.unpin();
            pins.unpinWaiting();
        });
        assertEquals(0, guard.owner.inside);
        assertEquals(List.of(), calls);
    }

    @Test
    void withoutBarriers_thereIsNoOwner() {
        barrierOpen = -38;
        pinAndUnpin(100 * LIMIT);
        assertNull(guard.owner);
        assertEquals(1, barriersOpened);
        guard.close();
        assertEquals(List.of("close"), calls);
    }

    @Test
    void closed_hasNoOwner_howeverOftenItRefuses() {
        guard.close();
        for (int i = 0; i < 2 * LIMIT; i++) {
            assertFalse(pins.pin());
        }
        assertNull(guard.owner);
        assertEquals(0, barriersOpened);
    }

    @Test
    void nestedPins_mixWhatIsSharedAndWhatIsNot() {
        for (int i = 0; i < LIMIT; i++) { // the last of them becomes the owner
            assertTrue(pins.pin());
        }
        assertTrue(pins.pin());
        assertTrue(pins.pinWaiting());
        assertEquals(OwnedGuard.ENTERED + OwnedGuard.WAITS, guard.owner.inside);
        for (int i = 0; i < LIMIT; i++) {
            pins.unpin();
        }
        guard.close();
        pins.unpinWaiting();
        assertEquals(List.of("kick"), calls);
        pins.unpin();
        assertEquals(List.of("kick", "close"), calls);
    }

    // ---- taking over ----

    @Test
    void anotherThread_takesOver_whenTheOwnerIsOut() {
        own();
        pinAndUnpin(2 * LIMIT - 1);
        assertOwnerIs(ownersThread);
        pinAndUnpin(1);
        assertOwnerIs(Thread.currentThread());
        assertEquals(List.of("barrier"), calls);
        byOwner(() -> {
            assertTrue(pins.pin());
            assertEquals(Guard.PIN, guard.state);
            pins.unpin();
        });
    }

    @Test
    void anotherThread_doesNotTakeOver_whileTheOwnerIsInside() {
        own();
        byOwner(pins::pinWaiting);
        pinAndUnpin(2 * LIMIT);
        assertOwnerIs(ownersThread);
        byOwner(() -> {
            assertTrue(pins.pin()); // it is not revoked any more
            assertEquals(0, guard.state);
            pins.unpin();
            pins.unpinWaiting();
        });
        pinAndUnpin(4 * LIMIT);
        assertOwnerIs(Thread.currentThread());
    }

    @Test
    void pinDuringTheTakeover_isShared_andCounts() {
        own();
        atBarrier = () -> byOwner(pins::pin); // its revocation has begun
        pinAndUnpin(2 * LIMIT);
        atBarrier = () -> {};
        assertOwnerIs(Thread.currentThread());
        assertEquals(Guard.PIN, guard.state);
        guard.close();
        assertEquals(List.of("barrier"), calls); // the one of the takeover
        byOwner(pins::unpin);
        assertEquals(List.of("barrier", "barrier", "close"), calls);
    }

    @Test
    void threadsThatTakeTurns_stopTakingOver() {
        own();
        for (int i = 0; i < 100 * LIMIT; i++) {
            pinAndUnpin(1);
            byOwner(() -> pinAndUnpin(1));
        }
        assertEquals(5, calls.size()); // after 128, 256, 512, 1024 and 2048 of 6400; one of each pair is the owner's
    }

    @Test
    void ownersOwnPins_doNotCountAgainstIt() {
        own();
        byOwner(() -> pinAndUnpin(100 * LIMIT));
        pinAndUnpin(2 * LIMIT - 1);
        assertOwnerIs(ownersThread);
    }
}
