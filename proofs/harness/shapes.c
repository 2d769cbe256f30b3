/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: the small system, as the other proofs build it, fulfils all invariants of kernel/check
 * Bound: 9 shapes: its second thread is ready, receives, or waits for an answer, with time of its
 *     own and without; an address space without an asid, empty, and with a page, in which a runs
 * Assumes: badges of copies are not 0
 * Options: --unwind 514
 * Sources: system
 * Mutants: wait_queue_unsorted
 */
#include "try.h"

int main(void)
{
    try_shape((struct shape){.b = B_READY, .priority = 10, .used = 10});
    try_shape((struct shape){.b = B_RECV, .priority = 30});
    try_shape((struct shape){.b = B_RECV_REPLY, .priority = 30, .handlers = true});
    try_shape((struct shape){.b = B_RECV_REPLY, .priority = 5, .passive = true});
    try_shape((struct shape){.b = B_CALLED, .priority = 30});
    try_shape((struct shape){.b = B_CALLED, .priority = 10, .passive = true});
    try_shape((struct shape){.b = B_READY, .priority = 10, .space = SPACE_NEW});
    try_shape((struct shape){.b = B_READY, .priority = 10, .space = SPACE_ASSIGNED});
    try_shape((struct shape){.b = B_READY, .priority = 10, .space = SPACE_PAGE, .own = true});
    REACHED("the end of all cases");
}
