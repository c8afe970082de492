/** What {@code java -jar baresock.jar} runs: the report and the echo server. Not exported. */
@NullMarked
package io.baresock.tool;

import org.jspecify.annotations.NullMarked;
