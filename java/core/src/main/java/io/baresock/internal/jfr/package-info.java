/**
 * The events for JDK Flight Recorder, and the question whether somebody records them. This room knows nothing of the library. The module
 * {@code jdk.jfr} may be missing, so only {@link JfrEvents} may be used before it has said that an event is on.
 */
@NullMarked
package io.baresock.internal.jfr;

import org.jspecify.annotations.NullMarked;
