/* The native methods of the Java class, which onload.c registers. */
#ifndef BS_NATIVES_H
#define BS_NATIVES_H

#include <jni.h>

/*
 * The name and the signature of each, each with a NUL at its end. One text and not a table of pointers, because the dynamic linker
 * keeps 24 bytes for each pointer in a library.
 */
extern const char bs_natives_names[];
extern void *const bs_natives[];
extern const jint bs_natives_count;

#endif /* BS_NATIVES_H */
