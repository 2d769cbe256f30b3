/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware that a guest calls, by `smc` or `hvc`: power of its one processor, and
 * who asks for anything else is told that there is nothing else.
 *
 * Sources: Arm Power State Coordination Interface, Arm DEN 0022D (PSCI 1.0), chapter 5;
 * SMC Calling Convention, Arm DEN 0028 (1.1).
 */
#pragma once

#include <stdint.h>

/* What becomes of the guest. */
enum next {
    NEXT_GO_ON,
    NEXT_WAIT,    /* go on when an interrupt comes */
    NEXT_RESTART, /* as if it had been switched off and on */
    NEXT_STOP     /* for good */
};

/* Call `x[0]` with arguments in x[1] to x[3]; the result goes into x[0]. */
enum next psci_call(uint64_t x[4]);
