/** TCP echo servers, each in a process of its own, under one load: what an echo costs the server. */
@NullMarked
package io.baresock.echo;

import org.jspecify.annotations.NullMarked;
