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
        pinAndUnpin(guard, LIMIT - 1);
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
            assertTrue(guard.pin());
            assertTrue(guard.pinWaiting());
            assertTrue(guard.pin());
            assertEquals(state, guard.state);
            guard.unpin();
            guard.unpin();
            guard.unpinWaiting();
        });
        assertEquals(0, guard.owner.inside);
        assertEquals(List.of(), calls);
    }

    @Test
    void withoutBarriers_thereIsNoOwner() {
        barrierOpen = -38;
        pinAndUnpin(guard, 100 * LIMIT);
        assertNull(guard.owner);
        assertEquals(1, barriersOpened);
        guard.close();
        assertEquals(List.of("close"), calls);
    }

    @Test
    void closed_hasNoOwner_howeverOftenItRefuses() {
        guard.close();
        for (int i = 0; i < 2 * LIMIT; i++) {
            assertFalse(guard.pin());
        }
        assertNull(guard.owner);
        assertEquals(0, barriersOpened);
    }

    @Test
    void nestedPins_mixWhatIsSharedAndWhatIsNot() {
        for (int i = 0; i < LIMIT; i++) { // the last of them becomes the owner
            assertTrue(guard.pin());
        }
        assertTrue(guard.pin());
        assertTrue(guard.pinWaiting());
        assertEquals(OwnedGuard.ENTERED + OwnedGuard.WAITS, guard.owner.inside);
        for (int i = 0; i < LIMIT; i++) {
            guard.unpin();
        }
        guard.close();
        guard.unpinWaiting();
        assertEquals(List.of("kick"), calls);
        guard.unpin();
        assertEquals(List.of("kick", "close"), calls);
    }

    // ---- taking over ----

    @Test
    void anotherThread_takesOver_whenTheOwnerIsOut() {
        own();
        pinAndUnpin(guard, 2 * LIMIT - 1);
        assertOwnerIs(ownersThread);
        pinAndUnpin(guard, 1);
        assertOwnerIs(Thread.currentThread());
        assertEquals(List.of("barrier"), calls);
        byOwner(() -> {
            assertTrue(guard.pin());
            assertEquals(Guard.PIN, guard.state);
            guard.unpin();
        });
    }

    @Test
    void anotherThread_doesNotTakeOver_whileTheOwnerIsInside() {
        own();
        byOwner(guard::pinWaiting);
        pinAndUnpin(guard, 2 * LIMIT);
        assertOwnerIs(ownersThread);
        byOwner(() -> {
            assertTrue(guard.pin()); // it is not revoked any more
            assertEquals(0, guard.state);
            guard.unpin();
            guard.unpinWaiting();
        });
        pinAndUnpin(guard, 4 * LIMIT);
        assertOwnerIs(Thread.currentThread());
    }

    @Test
    void pinDuringTheTakeover_isShared_andCounts() {
        own();
        atBarrier = () -> byOwner(guard::pin); // its revocation has begun
        pinAndUnpin(guard, 2 * LIMIT);
        atBarrier = () -> {};
        assertOwnerIs(Thread.currentThread());
        assertEquals(Guard.PIN, guard.state);
        guard.close();
        assertEquals(List.of("barrier"), calls); // the one of the takeover
        byOwner(guard::unpin);
        assertEquals(List.of("barrier", "barrier", "close"), calls);
    }

    @Test
    void threadsThatTakeTurns_stopTakingOver() {
        own();
        for (int i = 0; i < 100 * LIMIT; i++) {
            pinAndUnpin(guard, 1);
            byOwner(() -> pinAndUnpin(guard, 1));
        }
        assertEquals(5, calls.size()); // after 128, 256, 512, 1024 and 2048 of 6400; one of each pair is the owner's
    }

    @Test
    void ownersOwnPins_doNotCountAgainstIt() {
        own();
        byOwner(() -> pinAndUnpin(guard, 100 * LIMIT));
        pinAndUnpin(guard, 2 * LIMIT - 1);
        assertOwnerIs(ownersThread);
    }
}
