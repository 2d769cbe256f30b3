/* SPDX-License-Identifier: BSD-2-Clause */
/* The log of the child's crashes, in a memory region: it outlives each of its lives. */
#include "crash_log.h"

/* Set by the tool. */
seL4_Word crash_log_vaddr;
seL4_Word crash_log_size;

struct ward ward;
seL4_Word crashes;

seL4_Word crashes_allowed(void)
{
    return crash_log_size / sizeof(struct crash_record);
}

const volatile struct crash_record *crash_log(seL4_Word n)
{
    return (const volatile struct crash_record *)crash_log_vaddr + n;
}

void crash_write_down(const struct fault_account *a)
{
    volatile struct crash_record *record =
        (volatile struct crash_record *)crash_log_vaddr + crashes;

    record->cause = a->cause;
    record->reason = a->reason;
    record->address = a->address;
    record->number = a->number;
    record->pc = a->pc;
    record->sp = a->registers.sp;
    record->life = ward.lives - 1;
    crashes++;
}
