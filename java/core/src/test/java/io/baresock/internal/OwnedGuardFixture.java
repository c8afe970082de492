package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.backend.FakeBackend;
import io.baresock.testkit.Patience;
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

/** A guard, a thread that owns it, and a backend whose calls are noted and run what a test wants to happen in them. */
abstract class OwnedGuardFixture {

    static final int LIMIT = OwnedGuard.FIRST_LIMIT;
    static final long BOUND_SECONDS = Patience.SECONDS;

    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    volatile int barrierOpen;
    volatile int barriersOpened;
    volatile Runnable atBarrier = () -> {};
    volatile Runnable atKick = () -> {};
    volatile Thread ownersThread;

    final ExecutorService ownersExecutor = Executors.newSingleThreadExecutor();
    final FdGuard guard = new FdGuard(
            new FakeBackend() {
                @Override
                @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time
                public int barrierOpen() {
                    barriersOpened++;
                    return barrierOpen;
                }

                @Override
                public int barrier() {
                    if (!isRepeated()) {
                        calls.add("barrier");
                        atBarrier.run();
                    }
                    return 0;
                }

                @Override
                public long threadSelf() {
                    return 100;
                }

                @Override
                public int threadKick(long thread) {
                    if (!isRepeated()) {
                        calls.add("kick");
                        atKick.run();
                    }
                    return 0;
                }

                @Override
                public int close(int fd) {
                    calls.add("close");
                    return 0;
                }
            },
            7);
    final Pins pins = new Pins(guard);

    /** Interruptions are repeated in the background, each with a barrier. */
    private static boolean isRepeated() {
        return Thread.currentThread().getName().equals("baresock-interruptions");
    }

    @AfterEach
    void end() {
        ownersExecutor.shutdownNow();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    final <T> T byOwner(Callable<T> what) {
        return await(ownersExecutor.submit(what));
    }

    final void byOwner(Runnable what) {
        await(ownersExecutor.submit(what));
    }

    final void pinAndUnpin(int times) {
        for (int i = 0; i < times; i++) {
            assertTrue(pins.pin());
            pins.unpin();
        }
    }

    /** Makes the other thread the owner. */
    final void own() {
        byOwner(() -> {
            ownersThread = Thread.currentThread();
            pinAndUnpin(LIMIT);
        });
        assertOwnerIs(ownersThread);
        calls.clear();
    }

    final void assertOwnerIs(Thread thread) {
        OwnedGuard.Owner owner = guard.owner;
        assertNotNull(owner);
        assertSame(thread, owner.get());
    }
}
