/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages of instructions, and threads that execute them. */
#include "instructions.h"

static seL4_Uint32 code[MOST_CODE + 1] __attribute__((aligned(4096)));

enum { BRK = 0xd4200000 | BRK_NUMBER << 5, LINE = 16 /* bytes; no cache has shorter ones */ };

seL4_Uint32 system_instruction(enum direction direction, struct place_in_space at, unsigned rt)
{
    return 0xd5000000 | (seL4_Uint32)direction << 21 | at.op0 << 19 | at.op1 << 16 | at.crn << 12 |
           at.crm << 8 | at.op2 << 5 | rt;
}

seL4_Word trapped_syndrome(enum direction direction, struct place_in_space at, unsigned rt)
{
    return 0x62000000ull | at.op0 << 20 | at.op2 << 17 | at.op1 << 14 | at.crn << 10 | rt << 5 |
           at.crm << 1 | direction;
}

/* What was written to `code` is what the processor fetches. */
static void code_is_written(void)
{
    const unsigned char *start = (const unsigned char *)code;

    for (unsigned i = 0; i < sizeof code; i += LINE) {
        __asm__ volatile("dc cvau, %0" : : "r"(start + i) : "memory");
    }
    __asm__ volatile("dsb ish" : : : "memory");
    for (unsigned i = 0; i < sizeof code; i += LINE) {
        __asm__ volatile("ic ivau, %0" : : "r"(start + i) : "memory");
    }
    __asm__ volatile("dsb ish\n\tisb" : : : "memory");
}

struct subject subject_new(void)
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);

    return (struct subject){victim_at(faults, code, 0, 0), faults};
}

/* The subject begins with the code, and with x0 everywhere. */
static void begin(const struct subject *subject, seL4_Word x0)
{
    struct registers registers = registers_pattern(code, 0);

    for (unsigned i = R_X0; i < R_TPIDR; i++) {
        registers.r[i] = x0;
    }
    code_is_written();
    OK(tcb_write_registers(subject->thread->tcb, 1, R_COUNT, &registers));
}

static struct outcome outcome_of(const struct subject *subject)
{
    struct outcome outcome;

    let_others_run();
    sys_nbrecv(subject->faults, subject->thread->reply);
    CHECK(got_message());
    outcome.trapped = got()->mr[0] == (seL4_Word)code;
    outcome.label = got()->label;
    outcome.syndrome = got()->mr[3];
    outcome.x0 = registers_of(subject->thread->tcb).r[R_X0];
    return outcome;
}

struct outcome execute(const struct subject *subject, seL4_Uint32 instruction, seL4_Word x0)
{
    code[0] = instruction;
    code[1] = BRK;
    begin(subject, x0);
    return outcome_of(subject);
}

struct outcome execute_next(const struct subject *subject, seL4_Uint32 instruction)
{
    code[0] = instruction;
    code[1] = BRK;
    code_is_written();
    answer_fault(subject->thread->reply, 0, W((seL4_Word)code));
    return outcome_of(subject);
}

/* ReplyRecv, without the comparisons of sys_reply_recv(), which take longer than the call: the
   faulter goes on at `pc`.  Returns where it faults next. */
static seL4_Word go_on(const struct subject *subject, seL4_Word pc)
{
    register seL4_Word x0 __asm__("x0") = subject->faults;
    register seL4_Word x1 __asm__("x1") = 1; /* label 0, one word */
    register seL4_Word x2 __asm__("x2") = pc;
    register seL4_Word x6 __asm__("x6") = subject->thread->reply;
    register seL4_Word x7 __asm__("x7") = (seL4_Word)seL4_SysReplyRecv;

    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2)
                     : "r"(x6), "r"(x7)
                     : "x3", "x4", "x5", "memory");
    CHECK_EQUAL(x1 >> 12, seL4_Fault_UserException);
    return x2;
}

void execute_all(const struct subject *subject, const seL4_Uint32 *instructions, unsigned count,
                 seL4_Word x0, seL4_Bool *trapped)
{
    seL4_Word pc;

    CHECK(count <= MOST_CODE);
    for (unsigned i = 0; i < count; i++) {
        code[i] = instructions[i];
        trapped[i] = seL4_False;
    }
    code[count] = BRK;
    begin(subject, x0);
    sys_recv(subject->faults, subject->thread->reply);
    pc = got()->mr[0];
    while (pc != (seL4_Word)&code[count]) {
        seL4_Word at = (pc - (seL4_Word)code) / sizeof code[0];

        CHECK(at < count);
        trapped[at] = seL4_True;
        pc = go_on(subject, pc + INSTRUCTION);
    }
}
