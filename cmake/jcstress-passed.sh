#!/bin/sh
# Fails unless every test of jcstress passed: jcstress itself is content if all of them were skipped. usage: jcstress-passed.sh LOG
results=$(grep -a '^ *(Results: ' "$1" | tail -n 1)
echo "jcstress: $results"
echo "$results" | grep -q '(Results: \([1-9][0-9]*\) planned; \1 passed, 0 failed, 0 soft errs, 0 hard errs)' || {
    grep -a -A 200 '^RUN RESULTS' "$1" >&2
    echo "[ERROR] not all tests of jcstress passed; see also the HTML report beside the log $1" >&2
    exit 1
}
