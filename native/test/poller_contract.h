/* Tests of what every mechanism of bs_poller_* must do; they run once for each. */
#ifndef BS_TEST_POLLER_CONTRACT_H
#define BS_TEST_POLLER_CONTRACT_H

/* Runs the tests; the number of failures. */
int poller_contract_run(const char *name);

#endif /* BS_TEST_POLLER_CONTRACT_H */
