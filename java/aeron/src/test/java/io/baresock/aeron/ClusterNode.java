package io.baresock.aeron;

import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;

/** A member of a cluster on loopback: a media driver on Baresock's endpoints, an archive, a consensus module, and a service. */
final class ClusterNode implements AutoCloseable {

    /** How many ports a member has: for ingress, consensus, the log, catching up, and the archive. */
    static final int PORTS = 5;

    private static final int TERM = 64 * 1024; // the least
    private static final String ANY_PORT = "aeron:udp?endpoint=127.0.0.1:0";

    final CountingService service = new CountingService();
    final CountedEndpoints endpoints = new CountedEndpoints();
    private final int id;
    private final Path dir;
    private final List<Integer> ports;
    private final ErrorHandler errors;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    ClusterNode(int id, Path dir, List<Integer> ports, ErrorHandler errors) {
        this.id = id;
        this.dir = dir;
        this.ports = ports;
        this.errors = errors;
        try {
            String driver = dir.resolve("driver").toString();
            running.push(MediaDriver.launch(endpoints.in(driverContext(dir.resolve("driver"), errors))));
            running.push(Archive.launch(archive(driver)));
            running.push(ConsensusModule.launch(consensus(driver)));
            running.push(ClusteredServiceContainer.launch(container(driver)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A driver with one thread and the smallest buffers. */
    static MediaDriver.Context driverContext(Path dir, ErrorHandler errors) {
        return new MediaDriver.Context()
                .aeronDirectoryName(dir.toString())
                .dirDeleteOnShutdown(true)
                .termBufferSparseFile(true)
                .performStorageChecks(false)
                .publicationTermBufferLength(TERM)
                .ipcTermBufferLength(TERM)
                .spiesSimulateConnection(true)
                .threadingMode(ThreadingMode.SHARED)
                .errorHandler(errors);
    }

    /** All members' addresses of ingress, for a client. */
    static String ingress(List<Integer> ports) {
        return members(ports, ",", m -> m + "=" + address(ports.get(m * PORTS)));
    }

    private static String members(List<Integer> ports, String between, IntFunction<String> text) {
        return IntStream.range(0, ports.size() / PORTS).mapToObj(text).collect(Collectors.joining(between));
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }

    private List<Integer> ports(int member) {
        return ports.subList(member * PORTS, (member + 1) * PORTS);
    }

    private Archive.Context archive(String driver) {
        return new Archive.Context()
                .aeronDirectoryName(driver)
                .archiveDir(dir("archive"))
                .controlChannel("aeron:udp?endpoint=" + address(ports(id).get(PORTS - 1)))
                .replicationChannel(ANY_PORT)
                .recordingEventsEnabled(false)
                .segmentFileLength(TERM)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .errorHandler(errors);
    }

    private ConsensusModule.Context consensus(String driver) {
        return new ConsensusModule.Context()
                .aeronDirectoryName(driver)
                .clusterDir(dir("cluster"))
                .clusterMemberId(id)
                .clusterMembers(members(
                        ports,
                        "|",
                        m -> m + ","
                                + ports(m).stream().map(ClusterNode::address).collect(Collectors.joining(","))))
                .ingressChannel("aeron:udp")
                .logChannel("aeron:udp")
                .replicationChannel(ANY_PORT)
                // An election after the end of a leader takes these times. One that comes too early does no harm.
                .leaderHeartbeatTimeoutNs(TimeUnit.SECONDS.toNanos(2))
                .electionTimeoutNs(TimeUnit.MILLISECONDS.toNanos(500))
                .errorHandler(errors);
    }

    private ClusteredServiceContainer.Context container(String driver) {
        return new ClusteredServiceContainer.Context()
                .aeronDirectoryName(driver)
                .clusterDir(dir("cluster"))
                .clusteredService(service)
                .errorHandler(errors);
    }

    private File dir(String name) {
        return dir.resolve(name).toFile();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(running);
        running.clear();
    }
}
