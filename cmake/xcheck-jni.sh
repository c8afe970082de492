#!/bin/sh
# Fails when a test JVM that ran with -Xcheck:jni complained. usage: xcheck-jni.sh LOG_PREFIX
set -- "$1"-*.log
[ -e "$1" ] || { echo "[ERROR] no JVM log was written: -Xcheck:jni was not on" >&2; exit 1; }
if grep -l -E 'WARNING in native method|FATAL ERROR in native method|exceeds capacity' "$@"; then
    echo "[ERROR] -Xcheck:jni complained; the logs above say where:" >&2
    grep -h -A 12 -E 'WARNING in native method|FATAL ERROR in native method|exceeds capacity' "$@" | head -60 >&2
    exit 1
fi
echo "-Xcheck:jni: silent in $# JVMs"
