/*
 * A Unix node with exact permissions. fchmod(2) first sets the permissions of the socket's own inode, which no process can see.
 * bind(2) makes the node with these permissions, less the umask, so at no moment is more allowed. The umask belongs to the whole
 * process and is not changed; the bits that it removed are added to the node afterwards. That is early enough, because no client can
 * connect before listen(2).
 */
#define _GNU_SOURCE
#include "baresock.h"

#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include "sys.h"

#define MODE_BITS 07777

/* Changes the mode of what O_PATH opened, for which fchmod(2) is not allowed: open(2). */
static int32_t set_mode(int node, mode_t mode) {
    char path[32];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", node);
    return sys_fchmodat(AT_FDCWD, path, mode);
}

/* Never follows a link, and changes only a socket of this user, because another process may have put something else there. */
static int32_t give_back(const char *path, mode_t mode) {
    int32_t node = sys_openat(AT_FDCWD, path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (node < 0) {
        return node;
    }
    struct stat st;
    int32_t r = sys_fstat(node, &st);
    if (r >= 0 && (st.st_mode & MODE_BITS) != mode) {
        r = S_ISSOCK(st.st_mode) && st.st_uid == geteuid() ? set_mode(node, mode) : -ESTALE;
    }
    (void)sys_close(node);
    return r;
}

int32_t bs_bind_mode(int32_t fd, const struct sockaddr *addr, int32_t addrlen, int32_t mode) {
    const struct sockaddr_un *un = (const void *)addr;
    char path[sizeof un->sun_path + 1]; /* a path of full length has no NUL in sun_path */
    const int32_t before = (int32_t)offsetof(struct sockaddr_un, sun_path);
    if (addrlen <= before || addrlen > (int32_t)sizeof *un || un->sun_family != AF_UNIX || un->sun_path[0] == '\0') {
        return -EINVAL; /* nothing is read that is not there */
    }
    const size_t length = (size_t)(addrlen - before);
    memcpy(path, un->sun_path, length);
    path[length] = '\0';
    int32_t r = sys_fchmod(fd, (mode_t)mode);
    if (r >= 0) {
        r = sys_bind(fd, addr, (socklen_t)addrlen);
    }
    return r < 0 ? r : give_back(path, (mode_t)mode);
}
