/** The generator of sources: a tool of the build. */
@NullMarked
package io.baresock.generator;

import org.jspecify.annotations.NullMarked;
