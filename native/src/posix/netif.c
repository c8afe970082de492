/* Interface names and numbers: if_nametoindex(3), if_nameindex(3). */
#define _GNU_SOURCE
#include "baresock.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <sys/socket.h>

#include "text.h"

/*
 * The errno that libc has set, or instead if it has set none. libc asks the kernel by a socket. If the process has no descriptor left for it,
 * glibc says ENOENT or nothing, so this says why there is no socket.
 */
static int32_t failure(int instead) {
    int32_t said = errno == 0 ? -instead : -errno;
    int32_t fd = bs_socket(AF_UNIX, SOCK_DGRAM, 0);
    if (fd < 0) {
        return fd;
    }
    (void)bs_close(fd);
    return said;
}

int32_t bs_if_nametoindex(const char *name) {
    errno = 0;
    unsigned int index = if_nametoindex(name);
    return index == 0 ? failure(ENODEV) : (int32_t)index;
}

int32_t bs_if_indextoname(int32_t index, char *buf, int32_t cap) {
    char name[IF_NAMESIZE];
    errno = 0;
    if (if_indextoname((unsigned int)index, name) == NULL) {
        return failure(ENXIO);
    }
    bs_text text = bs_text_at(buf, cap);
    bs_text_append(&text, name);
    return (int32_t)text.length;
}

int32_t bs_if_nameindex(char *buf, int32_t cap) {
    errno = 0;
    struct if_nameindex *all = if_nameindex();
    if (all == NULL) {
        return failure(ENOBUFS);
    }
    bs_text text = bs_text_at(buf, cap);
    for (const struct if_nameindex *i = all; i->if_index != 0; i++) {
        char number[16];
        snprintf(number, sizeof number, "%u ", i->if_index);
        bs_text_append(&text, number);
        bs_text_append(&text, i->if_name);
        bs_text_append(&text, "\n");
    }
    if_freenameindex(all);
    return (int32_t)text.length;
}
