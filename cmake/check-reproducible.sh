#!/bin/sh
# Builds the last commit once more, in another folder, and checks that this makes the same bytes as the release that .ci/release has built in this
# checkout: the libraries of all platforms that can be built here, all jars that are published, the bills of materials and the POMs.
# usage: .ci/release -DskipPublish && sh cmake/check-reproducible.sh [MAVEN_OPTIONS...]
set -e
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
first=$(pwd)
second=$work/second

[ -d target/bundle ] || {
    echo "[ERROR] there is no target/bundle here: run .ci/release -DskipPublish first" >&2
    exit 1
}
published=$(grep -l '<maven.deploy.skip>false<' java/*/pom.xml | xargs -n 1 dirname)
git clone -q "$first" "$second"
# No test is compiled, and nothing is formatted: that changes no byte of what is compared. The javadoc jar is made in phase verify.
(cd "$second" && mvn -B -q -Prelease,natives -pl "$(echo "$published" | paste -sd ,)" -am -Dmaven.test.skip=true -DskipTests \
    -Dnative.test.skip=true -Dspotless.check.skip=true \
    "-Dproject.build.outputTimestamp=$(git log -1 --format=%cI)" "$@" verify >"$work/log" 2>&1) || {
    tail -40 "$work/log" >&2
    exit 1
}

# differ FILE: says where two files differ.
differ() {
    echo "[ERROR] two builds differ: $1" >&2
    case $1 in
    *.jar)
        mkdir -p "$work/unpacked/first" "$work/unpacked/second"
        (cd "$work/unpacked/first" && unzip -qo "$first/$1")
        (cd "$work/unpacked/second" && unzip -qo "$second/$1")
        diff -rq "$work/unpacked/first" "$work/unpacked/second" >&2 || true
        rm -rf "$work/unpacked"
        ;;
    *) cmp "$first/$1" "$second/$1" >&2 || true ;;
    esac
}

status=0
# shellcheck disable=SC2086
for file in java/core/target/classes/META-INF/native/*/libbaresock.* $(find $published -maxdepth 2 -path '*/target/*' \
    \( -name 'baresock-*.jar' -o -name bom.json -o -name bom.xml -o -name .flattened-pom.xml \)); do
    if cmp -s "$file" "$second/$file"; then
        echo "the same bytes: $file"
    else
        status=1
        differ "$file"
    fi
done
exit $status
