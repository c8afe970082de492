/** Lines and pieces of text over a stream socket, for scripts and tests: {@link io.baresock.text.SocketText}. */
@NullMarked
package io.baresock.text;

import org.jspecify.annotations.NullMarked;
