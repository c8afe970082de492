package io.baresock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Fds;
import io.baresock.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The chat room, with socat and ncat as its members. */
@EnabledOnOs(OS.LINUX)
class ChatIT {

    @TempDir
    Path folder;

    private List<String> fdsBefore = List.of();
    private Path door;
    private Chat chat;

    @BeforeEach
    void start() throws Exception {
        fdsBefore = Fds.open();
        door = folder.resolve("chat");
        chat = Chat.open(door);
    }

    @AfterEach
    void closed_leavesNothingBehind() throws Exception {
        chat.close();
        assertFalse(Files.exists(door));
        Fds.awaitNoOthersThan(fdsBefore);
    }

    private static void type(Peer member, String text) throws Exception {
        member.feed(text.getBytes(UTF_8), false).get(Peer.BOUND_SECONDS, TimeUnit.SECONDS);
    }

    private Peer socat() throws Exception {
        return Peer.start("socat", List.of("STDIO", "UNIX-CONNECT:" + door));
    }

    private Peer ncat() throws Exception {
        return Peer.start("ncat", List.of("-U", door.toString()));
    }

    /** What the chat calls a program of ours. */
    private static String name(Peer member) throws Exception {
        return Files.getOwner(Path.of("/proc", Long.toString(member.pid()))).getName() + "/" + member.pid();
    }

    @Test
    @DisplayName("Z3: the node has the mode 0600")
    void door_isTheOwnersAlone() throws Exception {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(door)));
    }

    @Test
    void members_areAnnounced_andHearEachOther() throws Exception {
        try (Peer anna = socat()) {
            anna.awaitText("* you are " + name(anna) + "; in the room: " + name(anna) + "\n");
            String benName;
            try (Peer ben = ncat()) {
                benName = name(ben);
                ben.awaitText("* you are " + name(ben) + "; in the room: " + name(anna) + ", " + name(ben) + "\n");
                anna.awaitText("* " + name(ben) + " joined\n");
                type(anna, "hello\nin tw");
                ben.awaitText(name(anna) + ": hello\n");
                type(anna, "o pieces, \u00fcml\u00e4ut\n");
                ben.awaitText(name(anna) + ": in two pieces, \u00fcml\u00e4ut\n");
                try (Peer carla = socat()) {
                    carla.awaitText("you are " + name(carla));
                    type(ben, "\u001b[2J\n");
                    carla.awaitText(name(ben) + ": [2J\n");
                    anna.awaitText(name(ben) + ": [2J\n");
                    anna.awaitText("* " + name(carla) + " joined\n");
                }
                ben.awaitText(" left\n");
            }
            anna.awaitText("* " + benName + " left\n");
            assertFalse(anna.output().contains("hello"), "hears itself: " + anna);
        }
    }

    private interface Talk {
        void between(Peer anna, Peer ben) throws Exception;
    }

    private void afterBothJoined(Talk talk) throws Exception {
        try (Peer anna = socat();
                Peer ben = socat()) {
            anna.awaitText("you are");
            ben.awaitText("you are");
            talk.between(anna, ben);
        }
    }

    @Test
    void lastLine_needsNoEnd() throws Exception {
        afterBothJoined((anna, ben) -> {
            String name = name(ben);
            ben.feed("one\ntwo".getBytes(UTF_8), true).get(Peer.BOUND_SECONDS, TimeUnit.SECONDS);
            anna.awaitText(name + ": one\n" + name + ": two\n* " + name + " left\n");
        });
    }

    @Test
    void lineWithoutEnd_endsTheMember() throws Exception {
        afterBothJoined((anna, ben) -> {
            type(ben, "x".repeat(10_000));
            anna.awaitText("* " + name(ben) + " never comes to an end\n");
        });
    }

    /** One who was stopped (SIGSTOP) reads nothing: the others chat on, and at the limit the room lets that one go. */
    @Test
    void slowReader_isDropped_andHoldsUpNobody() throws Exception {
        String line = "x".repeat(1023) + "\n";
        try (Peer talker = socat();
                Peer reader = socat();
                Peer stopped = socat()) {
            for (Peer each : List.of(talker, reader, stopped)) {
                each.awaitText("you are");
            }
            signal(stopped, "STOP");
            String dropped = "* " + name(stopped) + " does not listen\n";
            int rounds = 0;
            while (!reader.output().contains(dropped)) {
                assertTrue(rounds < 200, "is never dropped");
                // The next lines only when these have come: so the reader is never behind by more than a round.
                type(talker, line.repeat(8) + "round " + rounds + " is over\n");
                reader.awaitText(": round " + rounds + " is over\n");
                rounds++;
            }
            talker.awaitText(dropped);
            type(talker, "good\n");
            reader.awaitText(name(talker) + ": good\n");
            long heard = reader.output()
                    .lines()
                    .filter(l -> l.endsWith(line.strip()))
                    .count();
            assertEquals(8L * rounds, heard);
            signal(stopped, "CONT");
            stopped.awaitEnd(); // its connection was closed
        }
    }

    private static void signal(Peer peer, String name) throws Exception {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(peer.pid()))
                .start()
                .waitFor();
        assertEquals(0, status);
    }
}
