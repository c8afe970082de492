/** What the tests of all modules use. It knows nothing of the library: the tests of the library use it too. */
package io.baresock.testkit;
