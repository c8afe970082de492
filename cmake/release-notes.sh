#!/bin/sh
# Prints the changelog's section of a release. Stops if the tag is not the version of the POM, or the changelog has no such section.
# usage: release-notes.sh TAG POM CHANGELOG
set -e
tag=$1
pom=$2
changelog=$3

stop() {
    echo "[ERROR] $1" >&2
    exit 1
}

# The first version in the file is the project's own: a dependency's comes later.
version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' "$pom")
[ "$tag" = "v$version" ] || stop "the tag is $tag, and the version in $pom is $version: the tag must be v$version"
case $version in
*-SNAPSHOT) stop "$version is not the version of a release" ;;
esac
# "## 1.2.3" or "## 1.2.3 (2026-01-31)"
heading=$(printf '%s' "$version" | sed 's/\./\\./g')
notes=$(sed -n "/^## $heading\$/,/^## /p; /^## $heading /,/^## /p" "$changelog" | sed '/^## /d')
[ -n "$notes" ] || stop "$changelog has no section \"## $version\" with text"
printf '%s\n' "$notes" | sed '/./,$!d'
