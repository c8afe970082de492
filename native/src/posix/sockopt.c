/* Socket options. */
#define _GNU_SOURCE
#include "baresock.h"

#include <errno.h>
#include <string.h>

#include "bounded.h"
#include "sockopt_os.h"
#include "sys.h"

int32_t bs_getsockopt(int32_t fd, int32_t level, int32_t name, void *value, int32_t cap) {
    socklen_t len = (socklen_t)cap;
    int32_t r = sys_getsockopt(fd, level, name, value, &len);
    return r < 0 ? r : (int32_t)len;
}

int32_t bs_getsockopt_bounded(int32_t fd, int32_t level, int32_t name, void *value, int32_t cap) {
    if (cap < 0) {
        return -EINVAL;
    }
    bs_bounded b;
    int32_t r = bs_bounded_take(&b, value, cap);
    if (r < 0) {
        return r;
    }
    int32_t unit = bs_option_unit(level, name);
    socklen_t len = (socklen_t)(cap / unit);
    bs_option_clamp(level, name, b.at, cap);
    r = sys_getsockopt(fd, level, name, b.at, &len);
    if (r >= 0) {
        int64_t written = (int64_t)len * unit;
        if (cap > 0 && cap < unit && written > 0) {
            r = -EINVAL; /* the length became 0, which asks for the number alone */
        } else {
            r = (int32_t)len;
            if (cap > 0) {
                memcpy(value, b.at, (size_t)(written < cap ? written : cap));
            }
        }
    }
    bs_bounded_give(&b);
    return r;
}

int32_t bs_setsockopt(int32_t fd, int32_t level, int32_t name, const void *value, int32_t len) {
    return sys_setsockopt(fd, level, name, value, (socklen_t)len);
}

/* IP_MULTICAST_TTL and IP_MULTICAST_LOOP are one byte on the BSDs (ip(4)); Linux returns one byte if there is room for
 * only one.
 */
int64_t bs_getsockopt_int(int32_t fd, int32_t level, int32_t name) {
    unsigned char bytes[sizeof(int32_t)] = {0};
    socklen_t len = sizeof bytes;
    int32_t r;
    if (bs_option_keeps_to_int(level, name)) {
        r = sys_getsockopt(fd, level, name, bytes, &len);
    } else {
        r = bs_getsockopt_bounded(fd, level, name, bytes, sizeof bytes);
        len = (socklen_t)r;
    }
    if (r < 0) {
        return r;
    }
    if (len == 1) {
        return bytes[0];
    }
    if (len != sizeof(int32_t)) {
        return -EINVAL; /* not an int option */
    }
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

int32_t bs_setsockopt_int(int32_t fd, int32_t level, int32_t name, int32_t value) {
    return sys_setsockopt(fd, level, name, &value, sizeof value);
}
