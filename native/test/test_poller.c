/* posix/poller.c: the mechanism of the platform, poll(2), and both over a pipe */
#include "poller_contract.h"
#include "support.h"

int main(void) {
    int failed = poller_contract_run("best");
    bs_force(BS_FORCE_PIPE);
    failed += poller_contract_run("best, pipe");
    bs_force(BS_FORCE_POLL);
    failed += poller_contract_run("poll");
    bs_force(BS_FORCE_POLL | BS_FORCE_PIPE);
    failed += poller_contract_run("poll, pipe");
    return failed;
}
