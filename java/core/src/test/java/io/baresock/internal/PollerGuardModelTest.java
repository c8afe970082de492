package io.baresock.internal;

import static io.baresock.internal.PollerGuardModel.Op.ASK;
import static io.baresock.internal.PollerGuardModel.Op.CLOSE;
import static io.baresock.internal.PollerGuardModel.Op.SLEEP;
import static io.baresock.internal.PollerGuardModel.Op.USE;
import static io.baresock.internal.PollerGuardModel.Op.WAKEUP;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.baresock.internal.Interleavings.Processor;
import io.baresock.internal.PollerGuardModel.Mutant;
import io.baresock.internal.PollerGuardModel.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every interleaving of a few threads that poll, wake and close one poller: see {@link PollerGuardModel}. */
class PollerGuardModelTest {

    private static final int MOST_STATES = 600_000;

    /** Whether thread 0 has polled before; what the threads do. */
    record Config(boolean owned, List<List<Op>> threads) {}

    /** Small ones that together reach every step. */
    private static final List<Config> CONFIGS = List.of(
            fresh(List.of(List.of(ASK, ASK), List.of(CLOSE))),
            fresh(List.of(List.of(SLEEP, SLEEP), List.of(CLOSE))),
            fresh(List.of(List.of(SLEEP, SLEEP), List.of(WAKEUP))),
            fresh(List.of(List.of(SLEEP, ASK), List.of(WAKEUP, WAKEUP))),
            fresh(List.of(List.of(SLEEP, ASK), List.of(WAKEUP), List.of(CLOSE))),
            fresh(List.of(List.of(SLEEP, SLEEP), List.of(USE), List.of(CLOSE))),
            fresh(List.of(List.of(ASK, ASK), List.of(ASK, ASK))),
            used(List.of(List.of(ASK), List.of(ASK, ASK))),
            used(List.of(List.of(ASK), List.of(SLEEP), List.of(WAKEUP))),
            used(List.of(List.of(SLEEP), List.of(SLEEP), List.of(WAKEUP))),
            used(List.of(List.of(ASK), List.of(ASK), List.of(CLOSE))),
            used(List.of(List.of(SLEEP), List.of(SLEEP), List.of(CLOSE))),
            fresh(List.of(List.of(ASK, SLEEP), List.of(CLOSE), List.of(CLOSE))),
            fresh(List.of(List.of(ASK), List.of(SLEEP), List.of(CLOSE)))); // the largest

    private static Config fresh(List<List<Op>> threads) {
        return new Config(false, threads);
    }

    private static Config used(List<List<Op>> threads) {
        return new Config(true, threads);
    }

    static List<Config> configs() {
        return CONFIGS;
    }

    private static @Nullable String explore(Mutant mutant, Config config) {
        for (boolean asymmetric : new boolean[] {true, false}) {
            for (Processor processor : Processor.values()) {
                PollerGuardModel model = new PollerGuardModel(mutant, asymmetric, config.owned, config.threads);
                Interleavings all = new Interleavings(model, processor, MOST_STATES);
                String found = all.explore();
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    @ParameterizedTest
    @MethodSource("configs")
    void nothingIsReleasedInUse_norTwice_andNoPollSleepsThroughAWakeupOrAClose(Config config) {
        assertNull(explore(Mutant.NONE, config));
    }

    /** A model that finds nothing wrong in what is wrong would show nothing. */
    @ParameterizedTest
    @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachMutant_isFound(Mutant mutant) {
        String found = null;
        for (Config config : CONFIGS) {
            if (found == null) {
                found = explore(mutant, config);
            }
        }
        assertNotNull(found, () -> mutant + " was not found");
    }
}
