#!/bin/sh
# Makes for each library in META-INF/native the folder and the manifest of the jar that holds only this library.
# usage: platform-folders.sh META_INF OUT
set -e
meta=$1
out=$2
rm -rf "$out"
for library in "$meta"/native/*/libbaresock.*; do
    platform=$(basename "$(dirname "$library")")
    folder=$out/$platform/META-INF
    mkdir -p "$folder/native/$platform"
    cp "$library" "$folder/native/$platform/"
    cp "$meta/LICENSE" "$folder/"
    name=io.baresock.$(echo "$platform" | tr - .)
    # An OSGi fragment of the bundle with the classes. On the module path it needs a name, because it has no module-info.
    cat >"$out/$platform.mf" <<EOF
Automatic-Module-Name: $name
Bundle-ManifestVersion: 2
Bundle-SymbolicName: $name
Bundle-Name: Baresock for $platform
Fragment-Host: io.baresock
EOF
done
