#!/bin/sh
# Removes the results of an earlier run of the tests. usage: forget-results.sh BUILD_DIR JNI_LOG_PREFIX
exec rm -rf "$1/failsafe-reports" "$2"-*.log
