#!/bin/sh
# Runs Java of another machine under qemu, with a JDK of Debian 13 that it unpacks into BARESOCK_SYSROOTS; nothing is installed, and there
# is no chroot. Needs Debian and qemu-user-static. A JVM can start others, as the self-test does, if a user namespace can have a binfmt_misc
# of its own (Linux 6.7).
# usage: natives-jvm.sh arm64|riscv64 JDK JAVA_ARGUMENT...     such as: natives-jvm.sh arm64 21 -jar baresock.jar
set -e
machine=$1
jdk=$2
shift 2
sysroots=${BARESOCK_SYSROOTS:-$HOME/.cache/baresock/sysroots}
release=trixie # Debian 13
root=$sysroots/$release-jdk$jdk-$machine

stop() {
    echo "[ERROR] natives-jvm.sh: $1" >&2
    exit 1
}

# apt-get for the other machine, with lists and a state of its own in $work: nothing is installed there.
apt() {
    (cd "$work" && apt-get -o Acquire::Retries=3 -o APT::Sandbox::User="$(id -un)" -o APT::Install-Recommends=false \
        -o APT::Architecture="$machine" -o APT::Architectures="$machine" \
        -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/sources" -o Dir::State::Lists="$work/lists" \
        -o Dir::State::status="$work/status" -o Dir::Cache::archives="$work/archives" \
        -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o Debug::NoLocking=1 "$@")
}

get_jdk() {
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    mkdir -p "$work/lists/partial" "$work/sources" "$work/archives/partial" "$work/tree/usr"
    : >"$work/status"
    # The entry of Debian's main archive, but for another release.
    awk -v RS= '/\nURIs:[^\n]*\/debian *\n/ { print; exit }' /etc/apt/sources.list.d/*.sources |
        sed -e 's/^Types: .*/Types: deb/' -e '/^Architectures:/d' -e "s/^Suites: .*/Suites: $release/" >"$work/sources/debian.sources"
    if ! { apt update -qq && apt install -qq -y --download-only "openjdk-$jdk-jre-headless" >/dev/null; }; then
        stop "apt-get could not download openjdk-$jdk-jre-headless for $machine"
    fi
    for folder in lib bin sbin; do
        mkdir "$work/tree/usr/$folder"
        ln -s "usr/$folder" "$work/tree/$folder"
    done
    for package in "$work"/archives/*.deb; do
        dpkg-deb -x "$package" "$work/tree"
    done
    # A link such as conf -> /etc/java-21-openjdk would lead out of the tree.
    find "$work/tree" -lname '/*' | while read -r link; do
        ln -sfnr "$work/tree$(readlink "$link")" "$link"
    done
    mkdir -p "$sysroots"
    mv "$work/tree" "$root"
}

case $machine in
arm64) qemu=qemu-aarch64-static elf='\xb7\x00' ;;
riscv64) qemu=qemu-riscv64-static elf='\xf3\x00' ;;
*) stop "not arm64 or riscv64: $machine" ;;
esac
qemu=$(command -v "$qemu") || stop "$qemu is not installed (Debian: apt-get install qemu-user-static)"
[ -d "$root" ] || get_jdk
set -- "$root/usr/lib/jvm/java-$jdk-openjdk-$machine/bin/java" "$@"
export QEMU_LD_PREFIX="$root"
binfmt=/proc/sys/fs/binfmt_misc
if unshare -rm mount -t binfmt_misc none $binfmt 2>/dev/null; then
    exec unshare -rm sh -ec "mount -t binfmt_misc none $binfmt; printf '%s' ':qemu:M:18:$elf::$qemu:F' >$binfmt/register; exec \"\$@\"" sh "$@"
fi
exec "$qemu" "$@"
