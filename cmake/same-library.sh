#!/bin/sh
# Checks that the library that the C tests ran on has the same bytes as the one in the jar. A build in another directory has, unless a path of
# this machine is in them. usage: same-library.sh TESTED_DIR SHIPPED_DIR
for library in "$1"/*/libbaresock.*; do
    [ -e "$library" ] || continue # the C tests were left out
    cmp "$library" "$2/${library#"$1"/}" || {
        echo "[ERROR] what was tested is not what is in the jar" >&2
        exit 1
    }
done
