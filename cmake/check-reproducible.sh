#!/bin/sh
# Checks that two builds of one commit, in two checkouts with different folder names, make the same bytes.
# usage: check-reproducible.sh [MAVEN_OPTIONS...]; run it in a checkout: it builds the last commit.
set -e
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source=$(pwd)

for name in first-build second; do
    git clone -q "$source" "$work/$name"
    # The javadoc jar is made in phase verify. The check of spotless does not change what is built.
    (cd "$work/$name" && mvn -B -q -pl java/core -am -DskipTests -Dspotless.check.skip=true "$@" verify >"$work/$name.log" 2>&1) || {
        tail -40 "$work/$name.log" >&2
        exit 1
    }
done

status=0
for jar in "$work"/first-build/java/core/target/baresock-*.jar; do
    name=$(basename "$jar")
    if cmp -s "$jar" "$work/second/java/core/target/$name"; then
        echo "the same bytes: $name"
        continue
    fi
    status=1
    echo "[ERROR] two builds differ: $name" >&2
    for build in first-build second; do
        mkdir -p "$work/unpacked/$build"
        (cd "$work/unpacked/$build" && unzip -qo "$work/$build/java/core/target/$name")
    done
    diff -rq "$work/unpacked/first-build" "$work/unpacked/second" >&2 || true
    rm -rf "$work/unpacked"
done
exit $status
