/** The latency tool for users' own networks: a server and clients that also talk to sockperf. */
@NullMarked
package io.baresock.latency;

import org.jspecify.annotations.NullMarked;
