package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.ParkingModel.Config;
import io.baresock.internal.ParkingModel.Mutant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every interleaving of a few virtual threads that wait: see {@link ParkingModel}. */
class ParkingModelTest {

    private static final int MOST_STATES = 2_000_000;
    private static final int FEWEST_STATES = 1000;

    static java.util.List<Config> configs() {
        return ParkingModel.configs();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void noWakeupIsLost_somebodyLeads_andTheNextPollerLosesNothing(Config config) {
        ParkingModel model = new ParkingModel(config, Mutant.NONE);
        assertNull(model.explore(MOST_STATES));
        assertTrue(model.states() > FEWEST_STATES, model.states() + " states");
    }

    /** A model that finds nothing wrong in what is wrong would show nothing. */
    @ParameterizedTest
    @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachMutant_isFound(Mutant mutant) {
        String found = null;
        for (Config config : ParkingModel.configs()) {
            if (found == null) {
                found = new ParkingModel(config, mutant).explore(MOST_STATES);
            }
        }
        assertNotNull(found, () -> mutant + " was not found");
    }

    @Test
    void anImpossibleConfiguration_hasAnEnd() {
        assertNull(new ParkingModel(new Config(1, 1, 0, 1, false, false), Mutant.NONE).explore(MOST_STATES));
    }
}
