#!/bin/sh
# Runs the C tests of Linux platforms that natives.sh builds, such as linux-x86_64-musl and linux-aarch64. Those of other machines run
# under qemu. natives-packages.sh gets what this needs.
# usage: natives-test.sh NATIVE_DIR BUILD_DIR JAVA_HOME PLATFORM...
set -e
native=$1
build=$2
java_home=$3
shift 3
toolchains=$(cd "$(dirname "$0")/toolchains" && pwd)
export BARESOCK_SYSROOTS="${BARESOCK_SYSROOTS:-$HOME/.cache/baresock/sysroots}"

# qemu-user cannot run these; the tests of x86_64 fail in the same way under qemu-x86_64.
#   gso            a wrong address is found before a wrong length
#   message        SCM_RIGHTS in too small a buffer: no MSG_CTRUNC, descriptors are lost
#   poller_faults  it does not have epoll_pwait2
#   readiness      it aborts in select(2) with more than 1024 descriptors
#   seccomp        a filter applies to qemu's own calls
#   sigpipe        it does not have pwritev2
#   sockopt        it does not translate IP_MSFILTER and its kind
qemu_cannot='^(gso|message|poller_faults|readiness|seccomp|sigpipe|sockopt)$'

# The checks of the bytes are those of natives.sh.
test_on() {
    dir=$build/$1
    leave_out='^check-'
    case $1 in
    linux-x86_64*) ;;
    *) leave_out="$leave_out|$qemu_cannot" ;;
    esac
    mkdir -p "$dir"
    {
        cmake -S "$native" -B "$dir" -DCMAKE_BUILD_TYPE=Release -DBS_TESTS=ON -DBS_WERROR=ON "-DBS_CMOCKA_SOURCE=$BARESOCK_SYSROOTS/cmocka" \
            "-DJAVA_HOME=$java_home" "-DCMAKE_TOOLCHAIN_FILE=$toolchains/$1.cmake" &&
            cmake --build "$dir" --parallel "$(getconf _NPROCESSORS_ONLN)"
    } >"$dir/log.txt" 2>&1 || {
        cat "$dir/log.txt" >&2
        exit 1
    }
    echo "$1: left out: $leave_out"
    (cd "$dir" && ctest -E "$leave_out" --parallel 2 --output-on-failure --no-tests=error --timeout 600)
}

for platform; do
    test_on "$platform"
done
