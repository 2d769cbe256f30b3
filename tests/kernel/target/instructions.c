/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages of instructions, and threads that execute them. */
#include "instructions.h"

static seL4_Uint32 code[MOST_CODE + 1] __attribute__((aligned(4096)));

enum { STOP = 0x63 /* udf */, LINE = 16 /* bytes; no cache has shorter ones */ };

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
    struct registers registers;

    let_others_run();
    sys_nbrecv(subject->faults, subject->thread->reply);
    CHECK(got_message());
    outcome.label = got()->label;
    outcome.syndrome = got()->mr[outcome.label == seL4_Fault_VCPUFault ? seL4_VCPUFault_HSR
                                                                       : seL4_UserException_Number];
    registers = registers_of(subject->thread->tcb);
    outcome.trapped = registers.r[R_PC] == (seL4_Word)code;
    outcome.x0 = registers.r[R_X0];
    return outcome;
}

struct outcome execute(const struct subject *subject, seL4_Uint32 instruction, seL4_Word x0)
{
    code[0] = instruction;
    code[1] = STOP;
    begin(subject, x0);
    return outcome_of(subject);
}

struct outcome execute_next(const struct subject *subject, seL4_Uint32 instruction)
{
    code[0] = instruction;
    code[1] = STOP;
    code_is_written();
    OK(invoke(subject->thread->tcb, TCBWriteRegisters, NONE, W(0, 1, (seL4_Word)code)));
    answer_fault(subject->thread->reply, 0, NONE);
    return outcome_of(subject);
}

/* ---- Many ---- */

/* System calls of one or two words, without the comparisons of calls.h, which take longer than the
   calls. */
struct quick {
    seL4_Word label;
    seL4_Word word[4];
};

static struct quick quick_call(seL4_Word number, seL4_Word cap, seL4_Word info, seL4_Word reply,
                               const seL4_Word words[4])
{
    register seL4_Word x0 __asm__("x0") = cap;
    register seL4_Word x1 __asm__("x1") = info;
    register seL4_Word x2 __asm__("x2") = words[0];
    register seL4_Word x3 __asm__("x3") = words[1];
    register seL4_Word x4 __asm__("x4") = words[2];
    register seL4_Word x5 __asm__("x5") = words[3];
    register seL4_Word x6 __asm__("x6") = reply;
    register seL4_Word x7 __asm__("x7") = number;

    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
                     : "r"(x6), "r"(x7)
                     : "memory");
    return (struct quick){x1 >> 12, {x2, x3, x4, x5}};
}

static struct quick quick_invoke(seL4_CPtr cap, seL4_Word label, seL4_Word length,
                                 const seL4_Word words[4])
{
    struct quick answer = quick_call((seL4_Word)seL4_SysCall, cap, label << 12 | length, 0, words);

    CHECK_EQUAL(answer.label, seL4_NoError);
    return answer;
}

/* Where the subject is that met `fault`.  A virtual CPU's fault does not say. */
static seL4_Word pc_of(const struct subject *subject, const struct quick *fault)
{
    if (fault->label == seL4_Fault_UserException) {
        return fault->word[seL4_UserException_FaultIP];
    }
    CHECK_EQUAL(fault->label, TRAP_FAULT);
    return quick_invoke(subject->thread->tcb, TCBReadRegisters, 2, (seL4_Word[4]){0, 1}).word[0];
}

/* The subject that met `*fault` goes on at `pc`, to its next fault. */
static void go_on(const struct subject *subject, seL4_Word pc, struct quick *fault)
{
    if (fault->label != seL4_Fault_UserException) { /* the answer sets nothing */
        (void)quick_invoke(subject->thread->tcb, TCBWriteRegisters, 3, (seL4_Word[4]){0, 1, pc});
    }
    *fault = quick_call((seL4_Word)seL4_SysReplyRecv, subject->faults, 1, subject->thread->reply,
                        (seL4_Word[4]){pc});
}

void execute_all(const struct subject *subject, const seL4_Uint32 *instructions, unsigned count,
                 seL4_Word x0, seL4_Bool *trapped)
{
    struct quick fault;
    seL4_Word pc;

    CHECK(count <= MOST_CODE);
    for (unsigned i = 0; i < count; i++) {
        code[i] = instructions[i];
        trapped[i] = seL4_False;
    }
    code[count] = STOP;
    begin(subject, x0);
    sys_recv(subject->faults, subject->thread->reply);
    fault = (struct quick){got()->label, {got()->mr[0]}};
    while ((pc = pc_of(subject, &fault)) != (seL4_Word)&code[count]) {
        seL4_Word at = (pc - (seL4_Word)code) / sizeof code[0];

        CHECK(at < count);
        trapped[at] = seL4_True;
        go_on(subject, pc + INSTRUCTION, &fault);
    }
}
