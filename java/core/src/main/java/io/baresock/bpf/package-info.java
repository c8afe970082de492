/** Classic BPF: programs, socket filters, and steering of SO_REUSEPORT groups. Linux only. */
@NullMarked
package io.baresock.bpf;

import org.jspecify.annotations.NullMarked;
