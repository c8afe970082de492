#!/bin/sh
# What the build needs and cannot fetch by itself. Says in one line what is missing and how to get it.
# usage: preflight.sh JAVA_HOME_OF_MAVEN NATIVE_SKIP
maven_jdk=$1
native_skip=$2

stop() {
    echo "[ERROR] Baresock cannot be built here: $1" >&2
    exit 1
}

if [ "$native_skip" != true ] && [ "$native_skip" != "" ]; then
    command -v cmake >/dev/null 2>&1 || stop "cmake (3.20 or newer) is not on the PATH; install it (Debian: apt-get install cmake; macOS: brew install cmake) or build with -Dnative.skip"
    command -v "${CC:-cc}" >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1 ||
        stop "no C compiler (${CC:-cc}, gcc, clang) is on the PATH; install one (Debian: apt-get install gcc make; macOS: xcode-select --install) or build with -Dnative.skip"
fi

# The same places that maven-toolchains-plugin looks in. A JDK names its version in its "release" file.
for home in "$maven_jdk" "$JAVA_HOME" "$JAVA22_HOME" "$JAVA23_HOME" "$JAVA24_HOME" "$JAVA25_HOME" "$JAVA_HOME_25_X64" \
    /usr/lib/jvm/* /usr/java/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.jenv/versions/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -x "$home/bin/javac" ] && [ -r "$home/release" ] || continue
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    [ "${major:-0}" -ge 22 ] && exit 0
done
grep -q '<version>2[2-9]' "$HOME/.m2/toolchains.xml" 2>/dev/null && exit 0
stop "no JDK 22 or newer was found; install one (for example Temurin 25) under /usr/lib/jvm, or name it in ~/.m2/toolchains.xml"
