package io.baresock;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A short run of the fuzz targets, always the same: valid addresses, mutated. {@code -Dbaresock.fuzz.seconds=600} makes it a
 * long one, {@code -Dbaresock.fuzz.seed} another one. See CONTRIBUTING.md for Jazzer, which looks at what the code does.
 */
@DisplayName("fuzzing of addresses, as bytes and as text: rows P5, Z2, Z8, Z10")
class FuzzTest {

    private static final int INPUTS = 20_000;
    private static final int LONGEST = 160;
    private static final String ALPHABET = "0123456789abcdefxX.:%/@[];=-+ \t\n\\\0uni:\u00e9\u0661\ud800\udc00\u200b";
    private static final List<String> TEXTS = List.of(
            "127.0.0.1:80",
            "[::1]:80",
            "[2001:db8::8:800:200c:417a]:65535;flow=0x12345",
            "[fe80::1%2]:80",
            "[::ffff:1.2.3.4]:0",
            "unix:/tmp/x",
            "unix:/tmp/\\xff\\x01",
            "unix:@abstract\\x00",
            "unix:",
            "netlink:1/0x2",
            "packet:1/0x800/1/0/00:11:22:33:44:55",
            "vsock:any:1024;flags=0x1",
            "can:1",
            "can:1/0x123/0x321",
            "can:1/0123456789abcdef/0x12345/0xff",
            "family:77/00ff",
            "1.2.3.4",
            "0x7f.1",
            "0177.0.0x1",
            "4294967295",
            "1.2.65535",
            "::",
            "1:2:3:4:5:6:7::",
            "::13.1.68.3",
            "64:ff9b::192.0.2.33");

    private final long seed = Long.getLong("baresock.fuzz.seed", 20_261_122);
    private final long seconds = Long.getLong("baresock.fuzz.seconds", 0);
    private final Random random = new Random(seed);

    @Test
    @DisplayName("any bytes of any length are an address or are refused: rows P5, Z2")
    void bytes_areAnAddressOrRefused() {
        run("SockaddrFuzz", SockaddrFuzz::fuzzerTestOneInput, this::packed);
    }

    @Test
    @DisplayName("any text is an address or is refused, as the C library has it: rows Z8, Z10")
    void text_isAnAddressOrRefused() {
        run("TextFuzz", TextFuzz::fuzzerTestOneInput, this::text);
    }

    private interface Source {
        byte[] next();
    }

    private void run(String name, Consumer<byte[]> target, Source source) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long inputs = 0;
        for (; seconds == 0 ? inputs < INPUTS : System.nanoTime() - end < 0; inputs++) {
            byte[] input = source.next();
            try {
                target.accept(input);
            } catch (Throwable e) {
                throw new AssertionError(
                        name + ": seed " + seed + ", input " + inputs + ": "
                                + HexFormat.of().formatHex(input) + " " + new String(input, StandardCharsets.UTF_8),
                        e);
            }
        }
        assertTrue(inputs > 0);
        System.out.println(name + ": " + inputs + " inputs, seed " + seed + ": no finding");
    }

    private byte[] packed() {
        byte[] address = Sockaddr.parse(TEXTS.get(random.nextInt(16))).pack();
        if (random.nextInt(4) == 0) {
            random.nextBytes(address);
        }
        byte[] mutated = mutated(address);
        byte[] input = new byte[4 + mutated.length];
        System.arraycopy(mutated, 0, input, 4, mutated.length);
        int claimed = random.nextBoolean() ? random.nextInt(LONGEST) : random.nextInt();
        for (int i = 0; i < 4; i++) {
            input[i] = (byte) (claimed >>> 24 - 8 * i);
        }
        return input;
    }

    private byte[] mutated(byte[] bytes) {
        byte[] b = Arrays.copyOf(bytes, random.nextInt(3) == 0 ? random.nextInt(LONGEST) : bytes.length);
        for (int n = random.nextInt(6); n > 0 && b.length > 0; n--) {
            int at = random.nextInt(b.length);
            b[at] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> b[at] ^ 1 << random.nextInt(8);
                        case 1 -> 0;
                        case 2 -> 0xFF;
                        default -> random.nextInt();
                    };
        }
        return b;
    }

    private byte[] text() {
        StringBuilder s = new StringBuilder(TEXTS.get(random.nextInt(TEXTS.size())));
        for (int n = random.nextInt(5); n > 0; n--) {
            int at = random.nextInt(s.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> s.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 1 -> s.delete(at, Math.min(s.length(), at + 1 + random.nextInt(3)));
                case 2 -> s.replace(at, Math.min(s.length(), at + 1), number());
                default -> s.insert(at, part(TEXTS.get(random.nextInt(TEXTS.size()))));
            }
        }
        String text = s.toString();
        if (random.nextInt(4) > 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        List<Byte> wide = new ArrayList<>(List.of((byte) 0xFF));
        text.chars().forEach(c -> wide.addAll(List.of((byte) (c >> 8), (byte) c)));
        byte[] input = new byte[wide.size()];
        for (int i = 0; i < input.length; i++) {
            input[i] = wide.get(i);
        }
        return input;
    }

    private String number() {
        long n = random.nextLong() >>> random.nextInt(64);
        return switch (random.nextInt(4)) {
            case 0 -> Long.toUnsignedString(n);
            case 1 -> "0x" + Long.toHexString(n);
            case 2 -> "0" + Long.toOctalString(n);
            default -> Long.toHexString(n);
        };
    }

    private String part(String text) {
        int from = random.nextInt(text.length() + 1);
        return text.substring(from, from + random.nextInt(text.length() - from + 1));
    }
}
