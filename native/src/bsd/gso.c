/* These systems cannot segment UDP sends: sends one datagram after the other, and counts them the same way. */
#include "baresock.h"

#include "batch.h"
#include "sys.h"

int32_t bs_gso_probe(void) {
    return 1;
}

int32_t bs_send_segments(int32_t fd, bs_gso *gso, const void *buf, int32_t len, int32_t segment, int32_t flags,
                         const struct sockaddr *addr, int32_t addrlen) {
    if (len < 0 || segment < 1) {
        return -EINVAL;
    }
    int32_t done = 0;
    while (done < len) {
        int32_t size = len - done < segment ? len - done : segment;
        int32_t r = bs_sendto(fd, (const uint8_t *)buf + done, size, flags, addr, addrlen);
        if (r < 0) {
            return done > 0 ? done : r;
        }
        gso->c.singles++;
        done += size;
    }
    return done;
}

int32_t bs_batch_send_runs(int32_t fd, const bs_batch *batch, int32_t first, int32_t count, int32_t flags) {
    bs_gso *gso = batch->java.gso;
    bs_batch plain = *batch;
    plain.java.gso = 0;
    int32_t r = bs_sendmmsg(fd, &plain, first, count, flags);
    gso->c.singles += r > 0 ? r : 0;
    return r;
}
