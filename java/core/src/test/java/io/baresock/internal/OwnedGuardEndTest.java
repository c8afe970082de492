package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Closing and detaching what has an owner, with what other threads do at the worst moments: a barrier of this backend runs it. */
class OwnedGuardEndTest extends OwnedGuardFixture {

    // ---- closing ----

    @Test
    void close_interruptsTheOwner_andLeavesTheReleaseToIt() {
        own();
        byOwner(pins::pinWaiting);
        guard.close();
        assertEquals(List.of("barrier", "kick", "barrier"), calls);
        byOwner(pins::unpinWaiting);
        assertEquals("close", calls.get(3));
        assertEquals(4, calls.size());
        assertNull(guard.owner);
    }

    @Test
    void close_interruptsNothing_ifTheOwnerDoesNotWait() {
        own();
        byOwner(pins::pin);
        guard.close();
        byOwner(pins::unpin);
        assertEquals(List.of("barrier", "barrier", "close"), calls);
    }

    @Test
    void closeByTheOwner_needsNoBarrier() {
        own();
        byOwner(guard::close);
        assertEquals(List.of("close"), calls);
        assertNull(guard.owner);
    }

    @Test
    void closeByTheOwner_insideOfItsOwnCall_isLeftToThatCall() {
        own();
        byOwner(() -> {
            assertTrue(pins.pin());
            guard.close();
            assertEquals(List.of(), calls);
            pins.unpin();
        });
        assertEquals(List.of("close"), calls);
    }

    @Test
    void ownersPin_isRefused_betweenTheMarkAndTheBarrier() {
        own();
        List<Future<Boolean>> pinned = new ArrayList<>();
        atBarrier = () -> { // with the lock, which a pin that comes too late wants as well
            atBarrier = () -> {};
            pinned.add(ownersExecutor.submit(pins::pin));
            pinned.add(ownersExecutor.submit(pins::pinWaiting));
        };
        guard.close();
        assertEquals(2, pinned.size());
        for (Future<Boolean> pin : pinned) {
            assertFalse(await(pin));
        }
        assertEquals(0, calls.stream().filter("kick"::equals).count());
        assertEquals(1, calls.stream().filter("close"::equals).count());
    }

    @Test
    void sharedPin_keepsIt_whenTheOwnerLeavesLater() {
        own();
        assertTrue(pins.pin());
        byOwner(pins::pin);
        byOwner(guard::close);
        byOwner(pins::unpin);
        assertEquals(List.of(), calls); // not the last
        pins.unpin();
        assertEquals(List.of("barrier", "close"), calls);
    }

    /** The closer has dropped its pin and asks who is inside; the owner leaves just then, and asks as well. */
    @Test
    void twoLastOnes_closeOnce() throws InterruptedException {
        own();
        byOwner(pins::pin);
        List<Future<?>> leaving = new ArrayList<>();
        int[] barriers = {0};
        atBarrier = () -> {
            if (++barriers[0] == 2) {
                leaving.add(ownersExecutor.submit(pins::unpin));
                awaitBlocked(ownersThread);
            }
        };
        guard.close();
        await(leaving.get(0));
        assertEquals(List.of("barrier", "barrier", "close"), calls);
    }

    /** Waits until the thread wants the lock of the guard, which this one has. */
    private static void awaitBlocked(Thread thread) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (thread.getState() != Thread.State.BLOCKED) {
            assertTrue(System.nanoTime() < deadline, "the owner does not ask");
            Thread.onSpinWait();
        }
    }

    // ---- detaching ----

    @Test
    void detach_isRefused_whileTheOwnerIsInside_andChangesNothing() {
        own();
        byOwner(pins::pin);
        assertEquals(-2, guard.detach());
        assertFalse(guard.isClosed());
        assertOwnerIs(ownersThread);
        byOwner(() -> {
            assertTrue(pins.pin());
            assertEquals(0, guard.state);
            pins.unpin();
            pins.unpin();
        });
        assertEquals(7, guard.detach());
        assertNull(guard.owner);
        assertFalse(byOwner(pins::pin));
        assertEquals(-1, guard.detach());
        assertFalse(guard.close());
        assertEquals(List.of("barrier", "barrier"), calls);
    }

    @Test
    void detach_byTheOwner() {
        own();
        assertEquals(-2, byOwner(() -> {
            pins.pin();
            return guard.detach();
        }));
        assertEquals(7, byOwner(() -> {
            pins.unpin();
            return guard.detach();
        }));
        assertFalse(byOwner(pins::pin));
        assertEquals(List.of(), calls);
    }

    @Test
    void detach_givesWay_whenTheOwnerPinsDuringIt() {
        own();
        atBarrier = () -> byOwner(pins::pin); // shared: its revocation has begun
        assertEquals(-2, guard.detach());
        assertFalse(guard.isClosed());
        byOwner(pins::unpin);
        atBarrier = () -> {};
        assertEquals(7, guard.detach());
        assertEquals(List.of("barrier"), calls);
    }

    /** A pin of the owner's that came too late takes itself back, and does not take that for the last call of a closed socket. */
    @Test
    void detach_isNotFollowedByAClose_whenThePinOfTheOwnerComesTooLate() {
        own();
        OwnedGuard.Owner owner = guard.owner;
        assertEquals(7, guard.detach());
        guard.owner = owner; // as it is to a thread that has read it before
        assertFalse(byOwner(pins::pin));
        assertFalse(byOwner(pins::pinWaiting));
        assertEquals(0, owner.inside);
        assertEquals(List.of("barrier"), calls);
    }
}
