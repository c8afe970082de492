/** The runs smoke, standard and full: JMH forks in turn, paired ratios, gates. */
@NullMarked
package io.baresock.run;

import org.jspecify.annotations.NullMarked;
