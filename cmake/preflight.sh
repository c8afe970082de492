#!/bin/sh
# Checks that the machine has what the build cannot download. If something is missing, prints in one line what it is and how to get it.
# usage: preflight.sh JAVA_HOME_OF_MAVEN NATIVE_SKIP
# BARESOCK_JDK_PLACES: the folders in which to look for JDKs, instead of the usual ones (for the test of this script).
maven_jdk=$1
native_skip=$2

stop() {
    echo "[ERROR] Baresock cannot be built here: $1" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# Succeeds for a JDK of 22 or newer. A JDK names its version in its "release" file.
is_new_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ "${major:-0}" -ge 22 ]
}

# Ends the script if one of the folders in a folder is such a JDK.
look_in() {
    for home in "$1"/* "$1"/*/Contents/Home; do
        is_new_jdk "$home" && exit 0
    done
}

if [ "$native_skip" != true ]; then
    have cmake || stop "cmake (3.20 or newer) is not on the PATH; install it (Debian: apt-get install cmake; macOS: brew install cmake) or build with -Dnative.skip"
    have "${CC:-cc}" || have gcc || have clang ||
        stop "no C compiler (${CC:-cc}, gcc, clang) is on the PATH; install one (Debian: apt-get install gcc libc6-dev; macOS: xcode-select --install) or build with -Dnative.skip"
    have make || [ -n "$CMAKE_GENERATOR" ] ||
        stop "make is not on the PATH; install it (Debian: apt-get install make; macOS: xcode-select --install) or build with -Dnative.skip"
fi

for home in "$maven_jdk" "$JAVA_HOME" "$JAVA22_HOME" "$JAVA23_HOME" "$JAVA24_HOME" "$JAVA25_HOME"; do
    is_new_jdk "$home" && exit 0
done
# The places where maven-toolchains-plugin looks.
if [ -n "$BARESOCK_JDK_PLACES" ]; then
    look_in "$BARESOCK_JDK_PLACES"
else
    for place in /usr/lib/jvm /usr/java /opt "$HOME/.sdkman/candidates/java" "$HOME/.jdks" "$HOME/.jenv/versions" \
        /Library/Java/JavaVirtualMachines "$HOME/Library/Java/JavaVirtualMachines"; do
        look_in "$place"
    done
fi
grep -q '<version>2[2-9]' "$HOME/.m2/toolchains.xml" 2>/dev/null && exit 0
stop "no JDK 22 or newer was found; install one (for example Temurin 25) under /usr/lib/jvm, or name it in ~/.m2/toolchains.xml"
