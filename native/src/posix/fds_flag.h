/*
 * Uses MSG_CMSG_CLOEXEC if the socket accepts it. Only AF_UNIX receives descriptors (SCM_RIGHTS, SCM_PIDFD: unix(7)). Some other
 * families refuse flags that they do not know (packet_recvmsg of net/packet, isotp_recvmsg and j1939_sk_recvmsg of net/can). So a
 * socket that refuses the flag, and is not AF_UNIX, receives without it. The number of such a descriptor is remembered until it is
 * closed here, so that its next receives are one system call again.
 */
#ifndef BS_FDS_FLAG_H
#define BS_FDS_FLAG_H

#include <stdbool.h>
#include <stdint.h>

/* MSG_CMSG_CLOEXEC, or 0 if no descriptor can come or the OS has no such flag. */
int32_t bs_fds_flag(int32_t fd);
/*
 * Whether to repeat a receive that ended with result, now without the flag: *flag is 0 then. A remembered number may belong to another
 * socket by now, so message.c makes descriptors close-on-exec if they came without the flag.
 */
bool bs_fds_flag_refused(int32_t fd, int32_t result, int32_t *flag);
/* The descriptor is closed, so forgets its number. */
void bs_fds_flag_forget(int32_t fd);

#endif /* BS_FDS_FLAG_H */
