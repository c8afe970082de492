package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In each state every call of Baresock's sockets says what it says on the JDK's. */
class ShapesIT {

    static List<Arguments> shapes() {
        Map<String, Shape> all = StreamShapes.all();
        all.putAll(DatagramShapes.all());
        List<Arguments> arguments = new ArrayList<>();
        for (Case c : Case.all()) {
            if (c.maker() == Case.Maker.BARESOCK) {
                all.forEach((name, shape) -> arguments.add(Arguments.of(name, c.virtual(), shape)));
            }
        }
        return arguments;
    }

    @ParameterizedTest(name = "{0}, virtual: {1}")
    @MethodSource("shapes")
    void each_isThatOfTheJdk(String name, boolean virtual, Shape shape) throws Exception {
        List<String> jdk = told(new Case(Case.Maker.JDK, virtual), shape);
        List<String> ours = told(new Case(Case.Maker.BARESOCK, virtual), shape);
        assertEquals(String.join("\n", jdk), String.join("\n", ours), name);
    }

    private static List<String> told(Case c, Shape shape) throws Exception {
        Told told = new Told();
        c.run(() -> shape.tell(c, told));
        return told.lines();
    }
}
