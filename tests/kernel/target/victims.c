/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads with chosen registers, and the messages about their faults. */
#include "victims.h"

struct registers registers_pattern(const void *pc, seL4_Word salt)
{
    struct registers registers;

    for (seL4_Word i = 0; i < R_COUNT; i++) {
        registers.r[i] = 0x0807060504030201ull * (i + 1) ^ salt << 56;
    }
    registers.r[R_PC] = (seL4_Word)pc;
    registers.r[R_SPSR] = FLAGS_N_AND_C | SPSR_INITIAL;
    return registers;
}

/* The last page that the tables of the image reach: the boot information is followed by nothing
   but extra boot information. */
seL4_Word unmapped_address(void)
{
    return ((seL4_Word)bootinfo | 0x1ff000) & ~0xfffull;
}

struct thread *victim_new(seL4_CPtr faults, const struct registers *registers)
{
    struct thread *t = actor_new(seL4_Null, TESTER_PRIORITY - 1);

    OK(tcb_set_space(t->tcb, faults, ROOT, 0, VSPACE));
    OK(tcb_write_registers(t->tcb, 0, R_COUNT, registers));
    return t;
}

struct thread *victim_at(seL4_CPtr faults, const void *pc, seL4_Word x0, seL4_Word x1)
{
    struct registers registers = registers_pattern(pc, 0);

    registers.r[R_X0] = x0;
    registers.r[R_X0 + 1] = x1;
    return victim_new(faults, &registers);
}

seL4_Word tcb_write_registers(seL4_CPtr tcb, seL4_Word flags, seL4_Word count,
                              const struct registers *registers)
{
    struct words words = W(flags, count);

    for (seL4_Word i = 0; i < count; i++) {
        words.word[words.count++] = registers->r[i];
    }
    return invoke(tcb, TCBWriteRegisters, NONE, words);
}

struct registers registers_of(seL4_CPtr tcb)
{
    struct registers registers;

    CHECK_EQUAL(tcb_read_registers(tcb, 0, R_COUNT), seL4_NoError);
    CHECK_EQUAL(got()->length, R_COUNT);
    for (seL4_Word i = 0; i < R_COUNT; i++) {
        registers.r[i] = got()->mr[i];
    }
    return registers;
}

void expect_registers(const char *where, seL4_CPtr tcb, const struct registers *expected)
{
    static const char *const names[R_COUNT] = {
        "pc",  "sp",  "spsr", "x0",  "x1",  "x2",  "x3",  "x4",  "x5",
        "x6",  "x7",  "x8",   "x16", "x17", "x18", "x29", "x30", "x9",
        "x10", "x11", "x12",  "x13", "x14", "x15", "x19", "x20", "x21",
        "x22", "x23", "x24",  "x25", "x26", "x27", "x28", "tpidr_el0", "tpidrro_el0"};
    struct registers found = registers_of(tcb);

    for (seL4_Word i = 0; i < R_COUNT; i++) {
        if (found.r[i] != expected->r[i]) {
            test_failed(where, names[i], expected->r[i], found.r[i]);
        }
    }
}

void expect_fault(const char *where, seL4_CPtr endpoint, seL4_CPtr reply, seL4_Word label,
                  struct words expected)
{
    const struct received *r = got();

    let_others_run();
    sys_nbrecv(endpoint, reply);
    if (!got_message() || r->label != label) {
        test_failed(where, "label of a fault", label, got_message() ? r->label : 0);
    }
    if (r->length != expected.count || r->caps != 0 || r->unwrapped != 0) {
        test_failed(where, "words of the fault", expected.count, r->length);
    }
    for (seL4_Word i = 0; i < expected.count; i++) {
        if (r->mr[i] != expected.word[i]) {
            test_failed(where, "a word of the fault", expected.word[i], r->mr[i]);
        }
    }
}

void expect_no_message(const char *where, seL4_CPtr endpoint, seL4_CPtr reply)
{
    let_others_run();
    sys_nbrecv(endpoint, reply);
    if (got_message()) {
        test_failed(where, "label of a message", 0, got()->label);
    }
}

void expect_stop(const char *where, seL4_CPtr endpoint, seL4_CPtr reply,
                const struct registers *registers)
{
    expect_fault(where, endpoint, reply, seL4_Fault_UserException,
                 W(registers->r[R_PC], registers->r[R_SP], registers->r[R_SPSR],
                   ESR_UNDEFINED, 0));
}

void expect_trap(const char *where, seL4_CPtr endpoint, seL4_CPtr reply,
                 const struct registers *registers, seL4_Word syndrome)
{
    expect_fault(where, endpoint, reply, TRAP_FAULT,
                 trap_words(registers->r[R_PC], registers->r[R_SP], registers->r[R_SPSR],
                            syndrome));
}

void answer_fault(seL4_CPtr reply, seL4_Word label, struct words words)
{
    sys_send(reply, MESSAGE(label, NONE, words));
}
