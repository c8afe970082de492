/** What {@code java -jar baresock.jar} runs: the report, the echo server, and lists of sockets, links and routes. Not exported. */
@NullMarked
package io.baresock.tool;

import org.jspecify.annotations.NullMarked;
