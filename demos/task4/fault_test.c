/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The child that crashes: in each life it waits for a signal, tries to replace
 * the copy that its next life will be made from, destroys all it can write to,
 * and crashes in the way whose turn it is.
 */
#include "task4.h"

#include "../common/life.h"
#include "crashes.h"

_Static_assert((int)seL4_SysCall == CRASH_SYS_CALL && (int)seL4_SysRecv == CRASH_SYS_RECV,
               "system calls");
_Static_assert(BASE_ENDPOINT_CAP == 74, "slot of the call to the parent, in crashes.S");

const seL4_Word life_stack_bytes = TASK4_STACK_BYTES;

const struct life_range life_scratch[] = {
    {CRASH_PULSE, CRASH_PULSE + CRASH_PULSE_BYTES},
    {0, 0},
};

/* In the order of enum task4_kind. */
static crash_routine *const routines[TASK4_KINDS] = {
    crash_null_read,  crash_code_write, crash_copy_write, crash_data_run, crash_undefined,
    crash_privileged, crash_breakpoint, crash_odd_sp,     crash_odd_pc,   crash_stack,
    crash_syscall,    crash_cap_call,   crash_cap_receive, crash_timer,   crash_loop,
};

void init(void)
{
}

LIFE_ENDS(notified) void notified(microkit_channel ch)
{
    if (ch == LIFE_CHANNEL) {
        (void)microkit_ppcall(LIFE_CHANNEL, microkit_msginfo_new(LIFE_SEAL, 0));
        crash_vandalise(routines[task4_kind(life_number)]);
    }
}

const struct life_symbol life_symbols[] = {
    LIFE_SYMBOL(crash_null_read),   LIFE_SYMBOL(crash_code_write), LIFE_SYMBOL(crash_copy_write),
    LIFE_SYMBOL(crash_data_run),    LIFE_SYMBOL(crash_undefined),  LIFE_SYMBOL(crash_privileged),
    LIFE_SYMBOL(crash_breakpoint),  LIFE_SYMBOL(crash_odd_sp),     LIFE_SYMBOL(crash_odd_pc),
    LIFE_SYMBOL(crash_stack),       LIFE_SYMBOL(crash_syscall),    LIFE_SYMBOL(crash_cap_call),
    LIFE_SYMBOL(crash_cap_receive), LIFE_SYMBOL(crash_timer),      LIFE_SYMBOL(crash_loop),
    LIFE_SYMBOL(crash_survived),    LIFE_SYMBOL(crash_data),       LIFE_SYMBOL(crash_vandalise),
    LIFE_SYMBOL(notified),          {seL4_Null, seL4_Null, ""},
};
