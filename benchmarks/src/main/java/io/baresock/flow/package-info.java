/** How many datagrams per second go from one thread to another, by NIO, by Baresock and by C. */
@NullMarked
package io.baresock.flow;

import org.jspecify.annotations.NullMarked;
