/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: the small system, as the other proofs build it, fulfils all invariants of kernel/check
 * Bound: 6 shapes: its second thread is ready, receives, or waits for an answer, with time of its
 *     own and without
 * Assumes: badges of copies are not 0
 * Options: --unwind 130
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
    REACHED("the end of all cases");
}
