#!/bin/sh
# The C side by itself: its tests as shipped and under ASan and UBSan, and the checks of cmake/checks on the very bytes that
# go into the jar. What is missing for it is an error on a build server (CI=true), else said and left out.
# usage: ctest.sh NATIVE_DIR BUILD_DIR SHIPPED_DIR JAVA_HOME WERROR
set -e
native=$1
build=$2
shipped=$3
java_home=$4
werror=$5

# lacks WHAT PACKAGE
lacks() {
    if [ "$CI" = true ]; then
        echo "[ERROR] $1 needs $2" >&2
        exit 1
    fi
    echo "[WARNING] left out, for lack of $2: $1"
}

# Versions of clang-format differ in what they write, so it is this one or none; macOS has no package of it.
clang_format=$(command -v clang-format-14) || clang_format=OFF
if [ "$clang_format" = OFF ] && clang-format --version 2>/dev/null | grep -q 'version 14\.'; then
    clang_format=$(command -v clang-format)
fi
if [ "$clang_format" = OFF ] && [ "$(uname -s)" = Linux ]; then
    lacks "the check of the C sources' format" "clang-format-14 (Debian: apt-get install clang-format-14)"
fi

# configure_and_test DIR OPTIONS...
configure_and_test() {
    dir=$1
    shift
    cmake -S "$native" -B "$dir" -DBS_TESTS=ON "-DJAVA_HOME=$java_home" "-DBS_WERROR=$werror" \
        "-DBS_CLANG_FORMAT=$clang_format" "$@"
    cmake --build "$dir" --parallel
    (cd "$dir" && ctest --output-on-failure --no-tests=error --timeout 600) # only ends what hangs, on however busy a machine
}

if ! printf '#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <setjmp.h>\n#include <cmocka.h>\n' |
    "${CC:-cc}" -E -x c - >/dev/null 2>&1 && [ ! -e /opt/homebrew/include/cmocka.h ]; then
    lacks "the C tests" "cmocka (Debian: apt-get install libcmocka-dev; macOS: brew install cmocka)"
    exit 0
fi

configure_and_test "$build/native-release" -DCMAKE_BUILD_TYPE=Release
cmake --install "$build/native-release" --prefix "$build/native-checked" >/dev/null
for library in "$build"/native-checked/*/libbaresock.*; do
    # The build of another directory: the same bytes, unless something of the machine gets into them.
    cmp "$library" "$shipped/${library#"$build"/native-checked/}" || {
        echo "[ERROR] what was tested is not what is in the jar" >&2
        exit 1
    }
done
configure_and_test "$build/native-asan" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBS_SANITIZE=address,undefined
