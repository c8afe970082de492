/** How many datagrams a second go from one thread to another, by NIO, by Baresock and by C: for the demo and the runs. */
@NullMarked
package io.baresock.flow;

import org.jspecify.annotations.NullMarked;
