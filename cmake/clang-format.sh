#!/bin/sh
# Prints the path of clang-format 14; prints nothing if there is none. Other versions format differently, so they check nothing.
for name in clang-format-14 clang-format; do
    if "$name" --version 2>/dev/null | grep -q 'version 14\.'; then
        command -v "$name"
        exit 0
    fi
done
