#!/bin/sh
# Checks that two builds of one commit, in two checkouts with different folder names, make the same bytes: the libraries of all platforms that can
# be built here, and all jars that are published.
# usage: check-reproducible.sh [MAVEN_OPTIONS...]; run it in a checkout: it builds the last commit.
set -e
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source=$(pwd)
time=$(git log -1 --format=%cI)

for name in first-build second; do
    git clone -q "$source" "$work/$name"
    # The javadoc jar is made in phase verify. The check of spotless does not change what is built.
    (cd "$work/$name" && mvn -B -q -Prelease,natives -pl java/core,java/net,java/netty,java/aeron,java/bom -am -Dmaven.test.skip=true -DskipTests -Dnative.test.skip=true \
        -Dspotless.check.skip=true "-Dproject.build.outputTimestamp=$time" "$@" verify >"$work/$name.log" 2>&1) || {
        tail -40 "$work/$name.log" >&2
        exit 1
    }
done

cd "$work/first-build"
status=0
for file in java/core/target/classes/META-INF/native/*/libbaresock.* java/*/target/baresock-*.jar java/*/target/bom.json \
    java/*/target/.flattened-pom.xml; do
    if cmp -s "$file" "../second/$file"; then
        echo "the same bytes: $file"
        continue
    fi
    status=1
    echo "[ERROR] two builds differ: $file" >&2
    case $file in
    *.jar)
        for build in first-build second; do
            mkdir -p "$work/unpacked/$build"
            (cd "$work/unpacked/$build" && unzip -qo "$work/$build/$file")
        done
        diff -rq "$work/unpacked/first-build" "$work/unpacked/second" >&2 || true
        rm -rf "$work/unpacked"
        ;;
    *) cmp "$file" "../second/$file" >&2 || true ;;
    esac
done
exit $status
