/** The runs smoke, standard and full: JMH forks, ratios within turns, gates. */
@NullMarked
package io.baresock.run;

import org.jspecify.annotations.NullMarked;
