#!/bin/sh
# Builds the library of each platform that this machine can build for, checks it, and puts it into STAGE/PLATFORM/. A platform whose library
# is there already is not built. Prints which it leaves out and why; stops if it is one of the platforms in NATIVES_REQUIRED. Debug
# information is in BUILD/PLATFORM/. natives-packages.sh gets the compilers.
# usage: [NATIVES_REQUIRED="PLATFORM..."] natives.sh NATIVE_DIR BUILD_DIR STAGE_DIR JAVA_HOME WERROR
set -e
native=$1
build=$2
stage=$3
java_home=$4
werror=$5
toolchains=$(cd "$(dirname "$0")/toolchains" && pwd)
export BARESOCK_SYSROOTS="${BARESOCK_SYSROOTS:-$HOME/.cache/baresock/sysroots}"

have() {
    command -v "$1" >/dev/null 2>&1
}

# Prints what is missing for a platform; nothing if nothing is.
missing_for() {
    case $1 in
    linux-aarch64 | linux-riscv64)
        compiler=${1#linux-}-linux-gnu
        have "$compiler-gcc" || echo "$compiler-gcc is not installed"
        [ -e "/usr/$compiler/include/unistd.h" ] || echo "glibc's headers are not in /usr/$compiler/include"
        ;;
    linux-x86_64)
        [ "$(uname -sm)" = "Linux x86_64" ] || echo "only such a machine builds it"
        ;;
    linux-x86_64-musl)
        have musl-gcc || echo "musl-gcc is not installed"
        ;;
    linux-aarch64-musl)
        have aarch64-linux-gnu-gcc || echo "aarch64-linux-gnu-gcc is not installed"
        [ -d "$BARESOCK_SYSROOTS/$1" ] || echo "there is no $BARESOCK_SYSROOTS/$1"
        ;;
    macos-*)
        have clang-14 || have clang || echo "clang is not installed"
        have ld64.lld-14 || have ld64.lld || echo "ld64.lld is not installed"
        [ -d "$BARESOCK_SYSROOTS/macos" ] || echo "there is no $BARESOCK_SYSROOTS/macos"
        ;;
    esac
}

# build_for PLATFORM
build_for() {
    dir=$build/$1
    platform=$1
    set -- -DCMAKE_BUILD_TYPE=Release -DBS_TESTS=OFF -DBS_CHECKS=ON "-DBS_WERROR=$werror" "-DJAVA_HOME=$java_home"
    [ ! -e "$toolchains/$platform.cmake" ] || set -- "$@" "-DCMAKE_TOOLCHAIN_FILE=$toolchains/$platform.cmake"
    mkdir -p "$dir"
    {
        cmake -S "$native" -B "$dir" "$@" &&
            cmake --build "$dir" --parallel "$(getconf _NPROCESSORS_ONLN)" &&
            (cd "$dir" && ctest --output-on-failure --no-tests=error) &&
            cmake --install "$dir" --prefix "$stage"
    } >"$dir/log.txt" 2>&1 || {
        cat "$dir/log.txt" >&2
        echo "[ERROR] the library of $platform was not built; see above" >&2
        exit 1
    }
    echo "[INFO] $platform: built and checked"
}

for platform in linux-x86_64 linux-aarch64 linux-riscv64 linux-x86_64-musl linux-aarch64-musl macos-x86_64 macos-aarch64; do
    set -- "$stage/$platform"/libbaresock.*
    if [ -e "$1" ]; then
        echo "[INFO] $platform: there already"
        continue
    fi
    missing=$(missing_for "$platform" | paste -sd ';' - | sed 's/;/; /g')
    if [ -z "$missing" ]; then
        build_for "$platform"
        continue
    fi
    for one in $NATIVES_REQUIRED; do
        if [ "$one" = "$platform" ]; then
            echo "[ERROR] $platform is required, but $missing (sh cmake/natives-packages.sh gets it on Debian)" >&2
            exit 1
        fi
    done
    echo "[WARNING] $platform is left out: $missing (CONTRIBUTING.md says how to get it)"
done
