/** What stands between the API and the backends: the loader, the ABI table, the guard, native memory, checks of arguments. Imports nothing of the API. */
@NullMarked
package io.baresock.internal;

import org.jspecify.annotations.NullMarked;
