#include "twin.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

TWIN(jlong, address)(JNIEnv *env, __attribute__((unused)) jclass cls, jobject direct) {
    return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, direct);
}

TWIN(jint, close)(TWIN_ENV, jint fd) {
    return close(fd);
}

TWIN(jint, recvNothing)(TWIN_ENV, jint fd, jint count) {
    char buf[TWIN_MESSAGE];
    for (int i = 0; i < count; i++) {
        if (recv(fd, buf, sizeof buf, 0) >= 0) {
            return -EPROTO;
        }
        if (errno != EAGAIN) {
            return -errno;
        }
    }
    return count;
}

TWIN(jint, getsockoptRcvbuf)(TWIN_ENV, jint fd, jint count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        socklen_t length = sizeof value;
        if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &value, &length) < 0) {
            return -errno;
        }
    }
    return value;
}
