/*
 * Faults in system calls: the linker option --wrap=syscall redirects syscall(2) of the code under test to inject.c. For
 * tests with one thread only.
 */
#ifndef BS_TEST_INJECT_H
#define BS_TEST_INJECT_H

#include <sys/syscall.h>

/* Forgets all faults and counts; the first step of every test. */
void inject_reset(void);
/* The next times calls of number fail with error and do nothing. */
void inject_error(long number, int error, int times);
/* The next call of number is made, and then reported as failed with error. */
void inject_error_after(long number, int error);
/* Runs action right before call nth (1 = the next) of number. */
void inject_action(long number, int nth, void (*action)(void));
/* How often number was called since the last reset, injected failures included. */
int inject_count(long number);

#endif /* BS_TEST_INJECT_H */
