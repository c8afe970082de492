/**
 * How a call of a socket is made: {@link io.baresock.internal.call.Descriptor} is an open descriptor, {@link io.baresock.internal.call.Calls}
 * makes the calls that do not wait, {@link io.baresock.internal.call.Waiting} those that do. Results are those of the C ABI. Imports nothing of
 * the API.
 */
@NullMarked
package io.baresock.internal.call;

import org.jspecify.annotations.NullMarked;
