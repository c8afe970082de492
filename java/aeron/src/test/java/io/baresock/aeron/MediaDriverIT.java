package io.baresock.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.baresock.testkit.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Aeron's embedded driver on Baresock's endpoints, over UDP on loopback. */
@EnabledOnOs(OS.LINUX)
class MediaDriverIT {

    private final List<String> errors = new ArrayList<>();

    private MediaDriver driver(Path dir) {
        return MediaDriver.launchEmbedded(new MediaDriver.Context()
                .aeronDirectoryName(dir.resolve("aeron").toString())
                .dirDeleteOnShutdown(true)
                .termBufferSparseFile(true)
                .threadingMode(ThreadingMode.SHARED)
                .errorHandler(e -> {
                    synchronized (errors) {
                        errors.add(e.toString());
                    }
                })
                .sendChannelEndpointSupplier(new BaresockSendChannelEndpointSupplier())
                .receiveChannelEndpointSupplier(new BaresockReceiveChannelEndpointSupplier()));
    }

    private static void await(String what, BooleanSupplier done) {
        long start = System.nanoTime();
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < Patience.NANOS, what);
            Thread.onSpinWait();
        }
    }

    private void inOrder(String in, int senders, int messages, int longest) throws IOException {
        Path dir = Files.createTempDirectory("bs-aeron-");
        try (MediaDriver driver = driver(dir);
                Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
                Subscription subscription = aeron.addSubscription(in, 7)) {
            await("no local address", () -> subscription.tryResolveChannelEndpointPort() != null);
            String channel = subscription.tryResolveChannelEndpointPort();
            List<ExclusivePublication> publications = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                publications.add(aeron.addExclusivePublication(channel + "|session-id=" + (i + 1), 7));
            }
            await(
                    "not connected",
                    () -> publications.stream().allMatch(ExclusivePublication::isConnected)
                            && subscription.imageCount() == senders);
            int[] next = new int[senders];
            FragmentAssembler check = new FragmentAssembler((buffer, offset, length, header) -> {
                int k = next[header.sessionId() - 1]++;
                assertEquals(4 + k % longest, length);
                assertEquals(k, buffer.getInt(offset));
                for (int i = 4; i < length; i++) {
                    assertEquals((byte) (k + i), buffer.getByte(offset + i));
                }
            });
            UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(4 + longest));
            for (int k = 0; k < messages; k++) {
                message.putInt(0, k);
                for (int i = 4; i < 4 + k % longest; i++) {
                    message.putByte(i, (byte) (k + i));
                }
                int length = 4 + k % longest;
                for (ExclusivePublication publication : publications) {
                    await("no room", () -> {
                        subscription.poll(check, 64);
                        return publication.offer(message, 0, length) > 0;
                    });
                }
            }
            for (int i = 0; i < senders; i++) {
                int sender = i;
                await("messages are missing", () -> {
                    subscription.poll(check, 64);
                    return next[sender] == messages;
                });
            }
            publications.forEach(ExclusivePublication::close);
        } finally {
            Files.deleteIfExists(dir);
        }
        synchronized (errors) {
            assertEquals(List.of(), errors);
        }
    }

    @Test
    @DisplayName("100,000 messages arrive in order, byte for byte")
    void unicast() throws IOException {
        inOrder("aeron:udp?endpoint=127.0.0.1:0", 1, 100_000, 64);
    }

    @Test
    @DisplayName("messages longer than a datagram, IPv6")
    void fragments() throws IOException {
        inOrder("aeron:udp?endpoint=[::1]:0", 1, 12_000, 6000);
    }

    @Test
    @DisplayName("eight senders to one subscription")
    void senders() throws IOException {
        inOrder("aeron:udp?endpoint=127.0.0.1:0", 8, 2000, 100);
    }
}
