/* Socket options. */
#define _GNU_SOURCE
#include "baresock.h"

#include <string.h>

#include "addr.h"
#include "sys.h"

int32_t bs_getsockopt(int32_t fd, int32_t level, int32_t name, int64_t value, int32_t cap) {
    socklen_t len = (socklen_t)cap;
    int32_t r = sys_getsockopt(fd, level, name, bs_ptr(value), &len);
    return r < 0 ? r : (int32_t)len;
}

int32_t bs_setsockopt(int32_t fd, int32_t level, int32_t name, int64_t value, int32_t len) {
    return sys_setsockopt(fd, level, name, bs_ptr(value), (socklen_t)len);
}

/* IP_MULTICAST_TTL and IP_MULTICAST_LOOP are one byte on the BSDs (ip(4)); Linux shortens what it is given no room for.
 */
int64_t bs_getsockopt_int(int32_t fd, int32_t level, int32_t name) {
    unsigned char bytes[sizeof(int32_t)] = {0};
    socklen_t len = sizeof bytes;
    int32_t r = sys_getsockopt(fd, level, name, bytes, &len);
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
