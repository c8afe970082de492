/** Draws results: the report of a run as one HTML page and as Markdown. */
@NullMarked
package io.baresock.report;

import org.jspecify.annotations.NullMarked;
