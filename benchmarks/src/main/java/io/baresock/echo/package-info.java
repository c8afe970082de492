/** TCP echo servers, each in its own process, under the same load: what an echo costs the server. */
@NullMarked
package io.baresock.echo;

import org.jspecify.annotations.NullMarked;
