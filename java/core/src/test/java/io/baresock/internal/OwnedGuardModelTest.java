package io.baresock.internal;

import static io.baresock.internal.OwnedGuardModel.Op.CLOSE;
import static io.baresock.internal.OwnedGuardModel.Op.CLOSE_WITHIN;
import static io.baresock.internal.OwnedGuardModel.Op.DETACH;
import static io.baresock.internal.OwnedGuardModel.Op.REPEAT;
import static io.baresock.internal.OwnedGuardModel.Op.USE;
import static io.baresock.internal.OwnedGuardModel.Op.WAIT;
import static io.baresock.internal.OwnedGuardModel.Op.WAIT_TWICE;
import static io.baresock.internal.OwnedGuardModel.Op.WAIT_WITHIN;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.baresock.internal.Interleavings.Processor;
import io.baresock.internal.OwnedGuardModel.Mutant;
import io.baresock.internal.OwnedGuardModel.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every interleaving of a few threads that use and close one guard: see {@link OwnedGuardModel}. */
class OwnedGuardModelTest {

    private static final int MOST_STATES = 600_000;

    /** Thread 0 is the owner at first, or nobody is; what the threads do. */
    record Config(boolean owned, List<List<Op>> threads) {}

    /** Small ones that together reach every step. */
    private static final List<Config> CONFIGS = List.of(
            owned(List.of(List.of(USE, USE), List.of(CLOSE))),
            owned(List.of(List.of(USE, USE), List.of(USE, USE))),
            owned(List.of(List.of(USE), List.of(USE), List.of(CLOSE))),
            owned(List.of(List.of(USE), List.of(CLOSE), List.of(CLOSE))),
            owned(List.of(List.of(USE, CLOSE), List.of(USE))),
            owned(List.of(List.of(USE, USE), List.of(DETACH))),
            owned(List.of(List.of(USE), List.of(DETACH), List.of(CLOSE))),
            owned(List.of(List.of(USE), List.of(USE), List.of(DETACH))),
            owned(List.of(List.of(USE, DETACH), List.of(USE))),
            owned(List.of(List.of(WAIT), List.of(CLOSE), List.of(REPEAT))),
            owned(List.of(List.of(WAIT, WAIT), List.of(CLOSE), List.of(REPEAT))),
            owned(List.of(List.of(USE, WAIT), List.of(CLOSE), List.of(REPEAT))),
            owned(List.of(List.of(WAIT_WITHIN), List.of(CLOSE), List.of(REPEAT))),
            owned(List.of(List.of(WAIT_TWICE), List.of(CLOSE), List.of(REPEAT))),
            owned(List.of(List.of(WAIT), List.of(USE), List.of(CLOSE), List.of(REPEAT))),
            owned(List.of(List.of(USE), List.of(WAIT), List.of(CLOSE), List.of(REPEAT))),
            owned(List.of(List.of(WAIT), List.of(DETACH), List.of(CLOSE), List.of(REPEAT))),
            owned(List.of(List.of(CLOSE_WITHIN), List.of(WAIT), List.of(REPEAT))),
            owned(List.of(List.of(CLOSE_WITHIN), List.of(USE), List.of(CLOSE))),
            owned(List.of(List.of(WAIT), List.of(CLOSE_WITHIN), List.of(REPEAT))),
            shared(List.of(List.of(USE, USE), List.of(USE), List.of(CLOSE))),
            shared(List.of(List.of(USE), List.of(USE), List.of(DETACH))),
            shared(List.of(List.of(WAIT), List.of(CLOSE), List.of(REPEAT))),
            shared(List.of(List.of(WAIT_TWICE), List.of(CLOSE), List.of(REPEAT))),
            shared(List.of(List.of(WAIT_WITHIN), List.of(CLOSE), List.of(REPEAT))),
            shared(List.of(List.of(USE, WAIT), List.of(CLOSE), List.of(REPEAT))));

    private static Config owned(List<List<Op>> threads) {
        return new Config(true, threads);
    }

    private static Config shared(List<List<Op>> threads) {
        return new Config(false, threads);
    }

    static List<Config> configs() {
        return CONFIGS;
    }

    private static @Nullable String explore(Mutant mutant, Config config, Processor processor) {
        OwnedGuardModel model = new OwnedGuardModel(mutant, config.owned, config.threads);
        Interleavings all = new Interleavings(model, processor, MOST_STATES);
        return all.explore();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void nothingIsReleasedInUse_norTwice_norAfterItWasGivenAway_andNobodySleepsOn(Config config) {
        for (Processor processor : Processor.values()) {
            assertNull(explore(Mutant.NONE, config, processor));
        }
    }

    /** A model that finds nothing wrong in what is wrong would show nothing. */
    @ParameterizedTest
    @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachMutant_isFound(Mutant mutant) {
        String found = null;
        for (Config config : CONFIGS) {
            for (Processor processor : Processor.values()) {
                if (found == null) {
                    found = explore(mutant, config, processor);
                }
            }
        }
        assertNotNull(found, () -> mutant + " was not found");
    }
}
