/** The demo: ping-pong over the loopback by Baresock, NIO and C, as a table, a page and JSON. */
@NullMarked
package io.baresock.demo;

import org.jspecify.annotations.NullMarked;
