#!/bin/sh
# Tests the C side: as shipped and under ASan and UBSan. The library that it tests stays in BUILD_DIR/checked, where same-library.sh takes it.
# If a tool is missing, a build server (CI=true) stops; other machines get a warning and go on without the check.
# usage: ctest.sh NATIVE_DIR BUILD_DIR JAVA_HOME WERROR
set -e
native=$1
build=$2
java_home=$3
werror=$4

# lacks WHAT PACKAGE
lacks() {
    if [ "$CI" = true ]; then
        echo "[ERROR] $1 needs $2" >&2
        exit 1
    fi
    echo "[WARNING] $1 is left out: it needs $2"
}

rm -rf "$build/checked"

# macOS has no package of version 14.
if [ -z "$(sh "$(dirname "$0")/clang-format.sh")" ] && [ "$(uname -s)" = Linux ]; then
    lacks "the check of the C sources' format" "clang-format 14 (Debian: apt-get install clang-format-14)"
fi

# configure_and_test DIR OPTIONS...
configure_and_test() {
    dir=$1
    shift
    cmake -S "$native" -B "$dir" -DBS_TESTS=ON "-DJAVA_HOME=$java_home" "-DBS_WERROR=$werror" "$@"
    cmake --build "$dir" --parallel "$(getconf _NPROCESSORS_ONLN)"
    (cd "$dir" && ctest --output-on-failure --no-tests=error --timeout 600) # long: it must only end a test that hangs
}

if ! printf '#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <setjmp.h>\n#include <cmocka.h>\n' |
    "${CC:-cc}" -E -x c - >/dev/null 2>&1 && [ ! -e /opt/homebrew/include/cmocka.h ]; then
    lacks "the C tests" "cmocka (Debian: apt-get install libcmocka-dev; macOS: brew install cmocka)"
    exit 0
fi

configure_and_test "$build/release" -DCMAKE_BUILD_TYPE=Release
cmake --install "$build/release" --prefix "$build/checked" >/dev/null
configure_and_test "$build/asan" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBS_SANITIZE=address,undefined
