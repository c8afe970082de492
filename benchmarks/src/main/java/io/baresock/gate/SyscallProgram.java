package io.baresock.gate;

import io.baresock.Bsd;
import java.io.IOException;
import java.util.List;

/**
 * Runs every operation under strace. A listen(2) on descriptor -1 stands before and after each, its backlog says which it
 * is; the kernel refuses it, strace writes it down.
 */
final class SyscallProgram {

    static final int OPERATIONS = 1000;
    static final int FIRST_MARK = 70_000;

    private SyscallProgram() {}

    public static void main(String[] args) throws IOException {
        try (Operations operations = new Operations()) {
            List<Operation> all = operations.all();
            for (Operation operation : all) {
                operation.body().run(); // classes load, wake descriptors are made
            }
            for (int i = 0; i < all.size(); i++) {
                Bsd.listen(-1, FIRST_MARK + 2 * i);
                for (int k = 0; k < OPERATIONS; k++) {
                    all.get(i).body().run();
                }
                Bsd.listen(-1, FIRST_MARK + 2 * i + 1);
            }
        }
    }
}
