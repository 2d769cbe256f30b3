/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 4: what a right account of each kind of crash says. */
#include "fault_kinds.h"

#include "../common/judge.h"
#include "crash_log.h"
#include "crashes.h"

enum { NO_WORD = 1 }; /* not an instruction that is used here */

static const struct expectation {
    const char *title;
    const char *symbol; /* where, with `offset` */
    seL4_Word offset;
    seL4_Word number; /* of a system call or capability */
    enum fault_cause cause;
    enum fault_reason reason;
    enum fault_area area; /* of the address */
    seL4_Uint32 word;     /* the instruction, or NO_WORD: it was not in the child's code */
} expectations[TASK4_KINDS] = {
    [KIND_NULL_READ] = {"reads through a null pointer", "crash_null_read", 4, 0, FAULT_READ,
                        REASON_UNMAPPED, AREA_NULL, 0xf9400020},
    [KIND_CODE_WRITE] = {"writes to its own code", "crash_code_write", 4, 0, FAULT_WRITE,
                         REASON_FORBIDDEN, AREA_CODE, 0xf9000020},
    [KIND_COPY_WRITE] = {"writes to the copy that it will be restored from", "crash_copy_write", 8,
                         0, FAULT_WRITE, REASON_FORBIDDEN, AREA_PRISTINE, 0xf9000020},
    [KIND_DATA_RUN] = {"executes its data", "crash_data", 0, 0, FAULT_EXECUTE, REASON_FORBIDDEN,
                       AREA_DATA, NO_WORD},
    [KIND_UNDEFINED] = {"executes an undefined instruction", "crash_undefined", 0, 0,
                        FAULT_UNDEFINED, REASON_NONE, AREA_NULL, 0x00000000},
    [KIND_PRIVILEGED] = {"executes an instruction that only a kernel may", "crash_privileged", 0,
                         0, FAULT_UNDEFINED, REASON_NONE, AREA_NULL, 0xd5381000},
    [KIND_BREAKPOINT] = {"executes a breakpoint", "crash_breakpoint", 0, 0, FAULT_BREAKPOINT,
                         REASON_NONE, AREA_NULL, 0xd42000e0},
    [KIND_ODD_SP] = {"uses a misaligned stack pointer", "crash_odd_sp", 16, 0, FAULT_READ,
                     REASON_UNALIGNED, AREA_STACK, 0xc85f7fe0},
    [KIND_ODD_PC] = {"jumps to a misaligned address", "crash_odd_pc", 2, 0, FAULT_ODD_PC,
                     REASON_NONE, AREA_NULL, NO_WORD},
    [KIND_STACK] = {"recurses until its stack is full", "crash_stack", 12, 0, FAULT_WRITE,
                    REASON_UNMAPPED, AREA_GUARD, 0xa9bc7bfd},
    [KIND_SYSCALL] = {"makes a system call that does not exist", "crash_syscall", 4,
                      (seL4_Word)CRASH_SYS_UNKNOWN, FAULT_SYSCALL, REASON_NONE, AREA_NULL,
                      0xd4000001},
    [KIND_CAP_CALL] = {"calls a capability beyond its capability space", "crash_cap_call", 16,
                       CRASH_CAP_BEYOND, FAULT_CAP_CALL, REASON_NONE, AREA_NULL, 0xd4000001},
    [KIND_CAP_RECEIVE] = {"receives on an empty capability slot", "crash_cap_receive", 12,
                          CRASH_CAP_EMPTY, FAULT_CAP_RECEIVE, REASON_NONE, AREA_NULL, 0xd4000001},
    [KIND_TIMER] = {"stops the timer by which its parent would notice that it hangs", "crash_timer",
                    0, 0, FAULT_REGISTER, REASON_NONE, AREA_NULL, 0xd51be23f},
    [KIND_LOOP] = {"loops without end", "crash_loop", 0, 0, FAULT_HANG, REASON_NONE, AREA_NULL,
                   NO_WORD},
};

void kind_announce(enum task4_kind kind)
{
    microkit_dbg_puts("\n");
    microkit_dbg_put32((seL4_Uint32)kind + 1);
    microkit_dbg_puts(". It ");
    microkit_dbg_puts(expectations[kind].title);
    microkit_dbg_puts("\n");
}

void kind_print_expected(enum task4_kind kind)
{
    put_below("expected: it ");
    microkit_dbg_puts(expectations[kind].title);
    put_below("          at ");
    microkit_dbg_puts(expectations[kind].symbol);
    if (expectations[kind].offset != 0) {
        microkit_dbg_puts(" + ");
        microkit_dbg_put32((seL4_Uint32)expectations[kind].offset);
    }
}

static seL4_Bool is_memory(enum fault_cause cause)
{
    return cause == FAULT_READ || cause == FAULT_WRITE || cause == FAULT_EXECUTE;
}

static seL4_Bool what_is_right(const struct expectation *e, const struct fault_account *a)
{
    if (e->cause != a->cause) {
        return seL4_False;
    }
    if (is_memory(a->cause)) {
        return a->reason == e->reason && fault_area(ward_seal(&ward), a->address) == e->area;
    }
    return e->number == 0 || a->number == e->number;
}

static seL4_Bool same_name(const volatile char *a, const char *b, unsigned size)
{
    for (unsigned i = 0; i < size; i++) {
        if (a[i] != b[i]) {
            return seL4_False;
        }
        if (a[i] == '\0') {
            return seL4_True;
        }
    }
    return seL4_False;
}

/* Where a loop is stopped is chance, and so is which of its instructions. */
static seL4_Bool where_is_right(const struct expectation *e, const struct fault_account *a)
{
    const volatile struct life_symbol *s = fault_symbol(ward_seal(&ward), a->pc);
    seL4_Uint32 word = NO_WORD;

    if (s == seL4_Null || !same_name(s->name, e->symbol, sizeof(s->name))) {
        return seL4_False;
    }
    if (a->cause == FAULT_HANG) {
        return seL4_True;
    }
    (void)fault_instruction(ward_seal(&ward), a->pc, &word);
    return a->pc - (seL4_Word)s->address == e->offset && word == e->word;
}

seL4_Bool kind_account_is_right(enum task4_kind kind, const struct fault_account *a)
{
    const struct expectation *e = &expectations[kind];
    seL4_Bool what = what_is_right(e, a);

    /* A processor that checks the stack pointer as such says so; QEMU's does not. */
    if (kind == KIND_ODD_SP && a->cause == FAULT_ODD_SP) {
        what = seL4_True;
    }
    return what && where_is_right(e, a);
}
