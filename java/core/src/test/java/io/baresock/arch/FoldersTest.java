package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No folder of sources has more files than one can look through. */
class FoldersTest {

    private static final int MOST = 40;

    private static List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>(Modules.folders("src"));
        Stream.of("native", "benchmarks/src", "docs", "cmake")
                .map(Modules.ROOT::resolve)
                .forEach(folders::add);
        return folders;
    }

    private static Map<Path, Long> filesOfFolders() throws IOException {
        Map<Path, Long> files = new TreeMap<>();
        for (Path folder : folders()) {
            try (Stream<Path> all = Files.walk(folder)) {
                files.putAll(all.filter(Files::isRegularFile)
                        .map(Path::getParent)
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
            }
        }
        return files;
    }

    @Test
    void noFolder_hasMoreThanFortyFiles() throws IOException {
        Map<Path, Long> files = filesOfFolders();
        assertTrue(files.size() >= 80, () -> "only " + files.size() + " folders");
        files.values().removeIf(count -> count <= MOST);
        assertEquals(Map.of(), files);
    }
}
