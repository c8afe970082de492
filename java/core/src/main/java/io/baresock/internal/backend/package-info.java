/** One abstract {@code Backend}, bound to the C ABI by JNI and, from JDK 22 on, by the FFM API or by one after the other; and what depends on the JDK. */
@NullMarked
package io.baresock.internal.backend;

import org.jspecify.annotations.NullMarked;
