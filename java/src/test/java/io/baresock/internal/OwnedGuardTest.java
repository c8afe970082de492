package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.backend.FakeBackend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The owner's pins, with what other threads do at the worst moments: a barrier of this backend runs what a test wants there. */
class OwnedGuardTest {

    private static final int LIMIT = OwnedGuard.FIRST_LIMIT;
    private static final int MANY_PINS = 0x7fff;
    private static final long BOUND_SECONDS = 20;

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private volatile int barrierOpen;
    private volatile int barriersOpened;
    private volatile Runnable atBarrier = () -> {};
    private volatile Runnable atShutdown = () -> {};
    private volatile Thread ownersThread;

    private final ExecutorService ownersExecutor = Executors.newSingleThreadExecutor();
    private final FdGuard guard = new FdGuard(
            new FakeBackend() {
                @Override
                @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time
                public int barrierOpen() {
                    barriersOpened++;
                    return barrierOpen;
                }

                @Override
                public int barrier() {
                    calls.add("barrier");
                    atBarrier.run();
                    return 0;
                }

                @Override
                public int shutdown(int fd, int how) {
                    calls.add("shutdown");
                    atShutdown.run();
                    return 0;
                }

                @Override
                public int close(int fd) {
                    calls.add("close");
                    return 0;
                }
            },
            7,
            2);

    @AfterEach
    void end() {
        ownersExecutor.shutdownNow();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private <T> T byOwner(Callable<T> what) {
        return await(ownersExecutor.submit(what));
    }

    private void byOwner(Runnable what) {
        await(ownersExecutor.submit(what));
    }

    private static void pinAndUnpin(FdGuard guard, int times) {
        for (int i = 0; i < times; i++) {
            assertTrue(guard.pin());
            guard.unpin();
        }
    }

    /** Makes the other thread the owner. */
    private void own() {
        byOwner(() -> {
            ownersThread = Thread.currentThread();
            pinAndUnpin(guard, LIMIT);
        });
        assertOwnerIs(ownersThread);
        calls.clear();
    }

    private void assertOwnerIs(Thread thread) {
        OwnedGuard.Owner owner = guard.owner;
        assertNotNull(owner);
        assertSame(thread, owner.get());
    }

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
            int state = guard.state;
            assertTrue(guard.pin());
            assertTrue(guard.pinBlocking());
            assertTrue(guard.pin());
            assertEquals(state, guard.state);
            guard.unpin();
            guard.unpin();
            guard.unpinBlocking();
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
        assertTrue(guard.pinBlocking());
        assertEquals(Guard.PIN + Guard.BLOCKING, guard.owner.inside);
        for (int i = 0; i < LIMIT; i++) {
            guard.unpin();
        }
        guard.close();
        guard.unpinBlocking();
        assertEquals(List.of("shutdown"), calls);
        guard.unpin();
        assertEquals(List.of("shutdown", "close"), calls);
    }

    @Test
    void tooManyPins_areRefused_ratherThanOverflow() {
        pinAndUnpin(guard, LIMIT);
        int most = 2 * MANY_PINS - 1; // one less than a full count makes room for looking
        for (int i = 0; i < most; i++) {
            assertTrue(guard.pin());
        }
        assertThrows(IllegalStateException.class, guard::pin);
        guard.close();
        for (int i = 0; i < most; i++) {
            assertEquals(List.of(), calls);
            guard.unpin();
        }
        assertEquals(List.of("close"), calls);
    }

    @Test
    void closersOwnPin_isCounted_whenItIsOneTooMany() {
        for (int i = 0; i < MANY_PINS; i++) {
            assertTrue(guard.pin());
        }
        assertTrue(guard.pinBlocking());
        atShutdown = guard::unpinBlocking;
        guard.close();
        assertEquals(List.of("shutdown"), calls);
        for (int i = 0; i < MANY_PINS; i++) {
            guard.unpin();
        }
        assertEquals(List.of("shutdown", "close"), calls);
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
        byOwner(guard::pinBlocking);
        pinAndUnpin(guard, 2 * LIMIT);
        assertOwnerIs(ownersThread);
        byOwner(() -> {
            assertTrue(guard.pin()); // it is not revoked any more
            assertEquals(0, guard.state);
            guard.unpin();
            guard.unpinBlocking();
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

    // ---- closing ----

    @Test
    void close_wakesTheOwner_andLeavesTheReleaseToIt() {
        own();
        byOwner(guard::pinBlocking);
        guard.close();
        assertEquals(List.of("barrier", "shutdown", "barrier"), calls);
        byOwner(guard::unpinBlocking);
        assertEquals("close", calls.get(3));
        assertEquals(4, calls.size());
        assertNull(guard.owner);
    }

    @Test
    void close_shutsNothingDown_ifTheOwnerDoesNotBlock() {
        own();
        byOwner(guard::pin);
        guard.close();
        byOwner(guard::unpin);
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
            assertTrue(guard.pin());
            guard.close();
            assertEquals(List.of(), calls);
            guard.unpin();
        });
        assertEquals(List.of("close"), calls);
    }

    @Test
    void ownersPin_isRefused_betweenTheMarkAndTheBarrier() {
        own();
        List<Boolean> pinned = new ArrayList<>();
        atBarrier = () -> {
            atBarrier = () -> {};
            pinned.add(byOwner(guard::pin));
            pinned.add(byOwner(guard::pinBlocking));
        };
        guard.close();
        assertEquals(List.of(false, false), pinned);
        assertEquals(0, calls.stream().filter("shutdown"::equals).count());
        assertEquals(1, calls.stream().filter("close"::equals).count());
    }

    @Test
    void sharedPin_keepsIt_whenTheOwnerLeavesLater() {
        own();
        assertTrue(guard.pin());
        byOwner(guard::pin);
        byOwner(guard::close);
        byOwner(guard::unpin);
        assertEquals(List.of(), calls); // not the last
        guard.unpin();
        assertEquals(List.of("barrier", "close"), calls);
    }

    /** The closer has dropped its pin and asks who is inside; the owner leaves just then, and asks as well. */
    @Test
    void twoLastOnes_closeOnce() throws InterruptedException {
        own();
        byOwner(guard::pin);
        List<Future<?>> leaving = new ArrayList<>();
        int[] barriers = {0};
        atBarrier = () -> {
            if (++barriers[0] == 2) {
                leaving.add(ownersExecutor.submit(guard::unpin));
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
        byOwner(guard::pin);
        assertEquals(-2, guard.detach());
        assertFalse(guard.isClosed());
        assertOwnerIs(ownersThread);
        byOwner(() -> {
            assertTrue(guard.pin());
            assertEquals(0, guard.state);
            guard.unpin();
            guard.unpin();
        });
        assertEquals(7, guard.detach());
        assertNull(guard.owner);
        assertFalse(byOwner(guard::pin));
        assertEquals(-1, guard.detach());
        assertFalse(guard.close());
        assertEquals(List.of("barrier", "barrier"), calls);
    }

    @Test
    void detach_byTheOwner() {
        own();
        assertEquals(-2, byOwner(() -> {
            guard.pin();
            return guard.detach();
        }));
        assertEquals(7, byOwner(() -> {
            guard.unpin();
            return guard.detach();
        }));
        assertFalse(byOwner(guard::pin));
        assertEquals(List.of(), calls);
    }

    @Test
    void detach_givesWay_whenTheOwnerPinsDuringIt() {
        own();
        atBarrier = () -> byOwner(guard::pin); // shared: its revocation has begun
        assertEquals(-2, guard.detach());
        assertFalse(guard.isClosed());
        byOwner(guard::unpin);
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
        assertFalse(byOwner(guard::pin));
        assertFalse(byOwner(guard::pinBlocking));
        assertEquals(0, owner.inside);
        assertEquals(List.of("barrier"), calls);
    }
}
