package io.baresock.netns;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A network device that sends IPv4 packets back with their addresses exchanged: what goes to {@link #THERE} comes in from there,
 * ports unchanged, so one namespace has a path that is not loopback. It is a tun(4) device, without any offload, and it can
 * lose, repeat and reorder packets, which else takes a kernel with netem. To be made inside a namespace.
 */
public final class Reflector implements AutoCloseable {

    /** The address of this side. */
    public static final String HERE = "10.99.0.1";
    /** The address that everything sent to comes back from. */
    public static final String THERE = "10.99.0.2";
    /** A packet that ends with this is neither lost, repeated nor late: it comes back after all that was sent before it. */
    public static final String END = "the end";

    /** Arguments: MTU, loss, repeats and reordering in percent, seed. The checksums stay right: they are sums. */
    private static final String SCRIPT =
            """
            import fcntl, os, random, struct, subprocess, sys
            mtu, loss, repeat, late, seed = map(int, sys.argv[1:])
            tun = os.open('/dev/net/tun', os.O_RDWR)
            fcntl.ioctl(tun, 0x400454ca, struct.pack('16sH22x', b'bs-tun', 0x1001))  # TUNSETIFF: IFF_TUN | IFF_NO_PI
            for command in ('addr add 10.99.0.1/24 dev bs-tun', 'link set bs-tun txqueuelen 10000',
                            'link set bs-tun mtu %d up' % mtu):
                subprocess.run(['ip'] + command.split(), check=True)
            print('ready', flush=True)
            chance = random.Random(seed)
            held = []
            while True:
                p = os.read(tun, 65536)
                if p[0] >> 4 != 4:
                    continue
                p = p[:12] + p[16:20] + p[12:16] + p[20:]
                if p.endswith(b'the end'):
                    os.write(tun, p)
                    continue
                if chance.randrange(100) < loss:
                    continue
                if chance.randrange(100) < late:
                    held.append(p)
                    continue
                for i in range(2 if chance.randrange(100) < repeat else 1):
                    os.write(tun, p)
                if len(held) > 3:
                    os.write(tun, held.pop(chance.randrange(len(held))))
            """;

    private final Process process;

    private Reflector(Process process) {
        this.process = process;
    }

    /** One that loses nothing. */
    public static Reflector create(int mtu) throws IOException {
        return create(mtu, 0, 0, 0, 0);
    }

    /** One that does so to as many packets of a hundred. */
    public static Reflector create(int mtu, int lost, int repeated, int late, int seed) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        "python3",
                        "-c",
                        SCRIPT,
                        String.valueOf(mtu),
                        String.valueOf(lost),
                        String.valueOf(repeated),
                        String.valueOf(late),
                        String.valueOf(seed)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (!"ready".equals(line)) {
            process.destroyForcibly();
            throw new IOException("the reflector did not start: " + line);
        }
        return new Reflector(process);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
