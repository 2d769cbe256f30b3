/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A service that crashes on request: Task 4's child, as what crash_worker.c is
 * on Linux.  It answers its parent's requests; a request may be an order to
 * crash.
 */
#include "../../../demos/task4/crashes.h"
#include "../../../demos/common/life.h"
#include "../../pd/ticks.h"
#include "crash_pd.h"

_Static_assert((int)seL4_SysCall == CRASH_SYS_CALL && (int)seL4_SysRecv == CRASH_SYS_RECV,
               "system calls");
_Static_assert(BASE_ENDPOINT_CAP == 74, "slot of the call to the parent, in crashes.S");

seL4_Word page_vaddr; /* set by the tool */

const seL4_Word life_stack_bytes = CRASH_STACK_BYTES;

const struct life_range life_scratch[] = {
    {CRASH_PULSE, CRASH_PULSE + CRASH_PULSE_BYTES},
    {0, 0},
};

const struct life_symbol life_symbols[] = {
    LIFE_SYMBOL(crash_null_read),   LIFE_SYMBOL(crash_code_write), LIFE_SYMBOL(crash_copy_write),
    LIFE_SYMBOL(crash_data_run),    LIFE_SYMBOL(crash_undefined),  LIFE_SYMBOL(crash_privileged),
    LIFE_SYMBOL(crash_breakpoint),  LIFE_SYMBOL(crash_odd_sp),     LIFE_SYMBOL(crash_odd_pc),
    LIFE_SYMBOL(crash_stack),       LIFE_SYMBOL(crash_syscall),    LIFE_SYMBOL(crash_cap_call),
    LIFE_SYMBOL(crash_cap_receive), LIFE_SYMBOL(crash_loop),       LIFE_SYMBOL(crash_data),
    {seL4_Null, seL4_Null, ""},
};

static crash_routine *const routines[CRASH_KINDS] = {
    crash_null_read,  crash_code_write, crash_copy_write,  crash_data_run, crash_undefined,
    crash_privileged, crash_breakpoint, crash_odd_sp,      crash_odd_pc,   crash_stack,
    crash_syscall,    crash_cap_call,   crash_cap_receive, crash_loop,
};

void init(void)
{
}

void notified(microkit_channel ch)
{
    volatile struct crash_page *page = (volatile struct crash_page *)page_vaddr;

    if (ch != LIFE_CHANNEL) {
        return;
    }
    if (page->order < CRASH_KINDS) {
        crash_routine *routine = routines[page->order];

        page->crashed_at = pd_ticks();
        routine();
    }
    page->answer = crash_answer(page->question);
    (void)microkit_ppcall(LIFE_CHANNEL, microkit_msginfo_new(CRASH_SERVED, 0));
}
