/* No segmentation of UDP sends: one datagram after the other, counted the same way. */
#include "baresock.h"

#include "batch.h"
#include "sys.h"

int32_t bs_gso_probe(void) {
    return 1;
}

int32_t bs_send_segments(int32_t fd, int64_t gso_address, int64_t buf, int32_t len, int32_t segment, int32_t flags,
                         int64_t addr, int32_t addrlen) {
    bs_gso *gso = bs_ptr(gso_address);
    if (len < 0 || segment < 1) {
        return -EINVAL;
    }
    int32_t done = 0;
    while (done < len) {
        int32_t size = len - done < segment ? len - done : segment;
        int32_t r = bs_sendto(fd, buf + done, size, flags, addr, addrlen);
        if (r < 0) {
            return done > 0 ? done : r;
        }
        gso->singles++;
        done += size;
    }
    return done;
}

int32_t bs_batch_send_runs(int32_t fd, const bs_batch *batch, int32_t first, int32_t count, int32_t flags) {
    bs_gso *gso = bs_ptr(batch->gso);
    bs_batch plain = *batch;
    plain.gso = 0;
    int32_t r = bs_sendmmsg(fd, (int64_t)(intptr_t)&plain, first, count, flags);
    gso->singles += r > 0 ? r : 0;
    return r;
}
