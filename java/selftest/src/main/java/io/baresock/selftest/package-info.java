/** {@code java -jar baresock-selftest.jar}: the core's tests on a user's machine, and a report. */
@NullMarked
package io.baresock.selftest;

import org.jspecify.annotations.NullMarked;
