#!/bin/sh
# Builds the C side with ASan and UBSan and runs its tests. usage: ctest.sh NATIVE_DIR BUILD_DIR JAVA_HOME WERROR
set -e
cmake -S "$1" -B "$2" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBS_SANITIZE=address,undefined -DBS_TESTS=ON \
    "-DJAVA_HOME=$3" "-DBS_WERROR=$4"
cmake --build "$2" --parallel
cd "$2" && exec ctest --output-on-failure --timeout 60
