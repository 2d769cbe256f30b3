/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests of faults and registers: threads whose registers are all chosen and
 * that run a few instructions of victims.S, and the messages about them.
 */
#pragma once

#include "expected.h"
#include "make.h"

/* The order of a thread's registers (ABI.md 1.5). */
enum {
    R_PC,
    R_SP,
    R_SPSR,
    R_X0,               /* x1 to x8 follow */
    R_X7 = R_X0 + 7,
    R_X16 = R_X0 + 9,   /* x17, x18, x29, x30 follow */
    R_X29 = R_X16 + 3,
    R_X30,
    R_FRAME_END,        /* the end of the frame registers */
    R_X9 = R_FRAME_END, /* x10 to x15 follow */
    R_X19 = R_X9 + 7,   /* x20 to x28 follow */
    R_TPIDR = R_X19 + 10,
    R_TPIDRRO,
    R_COUNT
};

_Static_assert((int)R_COUNT == (int)seL4_UserContextWords && R_FRAME_END == 17, "ABI.md 1.5");

struct registers {
    seL4_Word r[R_COUNT];
};

/* The SPSR of a thread that has set no flag (ABI.md 1.4). */
#ifdef CONFIG_DEBUG_BUILD
enum { SPSR_INITIAL = 0x40 };
#else
enum { SPSR_INITIAL = 0x140 };
#endif

#define FLAGS_N_AND_C 0xa0000000ull

/* Different values in all registers, flags in the SPSR, and this pc.  `salt` makes them different
   from other threads'. */
struct registers registers_pattern(const void *pc, seL4_Word salt);

/* What a thread does: each label in victims.S is the address of that instruction; an undefined one
   follows it, where the thread stops with a fault that is the same at both exception levels. */
extern const unsigned char victim_load[];      /* ldr x1, [x0] */
extern const unsigned char victim_store[];     /* str x1, [x0] */
extern const unsigned char victim_jump[];      /* br x0 */
extern const unsigned char victim_undefined[]; /* udf #0 */
extern const unsigned char victim_brk_7[];     /* brk #7 */
extern const unsigned char victim_stop[];      /* udf #0x63 */
extern const unsigned char victim_fp[];        /* fmov d0, x1 */
extern const unsigned char victim_counter[];   /* mrs x0, cntvct_el0 */
extern const unsigned char victim_hvc[];      /* hvc #0 */
extern const unsigned char victim_smc[];      /* smc #0 */
extern const unsigned char victim_eret[];     /* eret */
extern const unsigned char victim_svc[];       /* svc #0 */
extern const unsigned char victim_svc_1234[];  /* svc #0x1234 */
extern const unsigned char victim_spin[];      /* b . */
extern const unsigned char victim_flags[];     /* subs xzr, x0, x1 */
extern const unsigned char victim_tls[];       /* msr tpidr_el0, x0 */
extern const unsigned char victim_read_tls[];  /* mrs x0, tpidr_el0; mrs x1, tpidrro_el0 */

/* Stores the floating-point registers as they are; needs no stack. */
void victim_vectors(struct cpu *cpu);

enum { INSTRUCTION = 4 };

/* What the processor says of these (Arm Architecture Reference Manual, ESR_EL1, ESR_EL2). */
enum {
    ESR_UNDEFINED = 0x02000000,
    ESR_FP = 0x1fe00000,
    ESR_COUNTER = 0x6234f801
};
#define ESR_BRK(number)  (0xf2000000ull | (number))
#define ESR_LOAD         ((seL4_Word)READ_X1_MISSING + PAGE_LEVEL)
#define ESR_STORE        ((seL4_Word)WRITE_MISSING + PAGE_LEVEL)
#define ESR_JUMP         ((seL4_Word)EXECUTE_MISSING + PAGE_LEVEL)

/* An address near the task with no page, but with tables. */
seL4_Word unmapped_address(void);

/* An actor below the tester that starts with these registers; its faults go to `faults`. */
struct thread *victim_new(seL4_CPtr faults, const struct registers *registers);

/* The same, with the pattern (salt 0) in all registers but pc, x0 and x1. */
struct thread *victim_at(seL4_CPtr faults, const void *pc, seL4_Word x0, seL4_Word x1);

/* ---- Invocations on registers ---- */

static inline seL4_Word tcb_read_registers(seL4_CPtr tcb, seL4_Word flags, seL4_Word count)
{
    return invoke(tcb, TCBReadRegisters, NONE, W(flags, count));
}

/* WriteRegisters of the first `count`. */
seL4_Word tcb_write_registers(seL4_CPtr tcb, seL4_Word flags, seL4_Word count,
                              const struct registers *registers);

static inline seL4_Word tcb_copy_registers(seL4_CPtr tcb, seL4_CPtr source, seL4_Word flags)
{
    return invoke(tcb, TCBCopyRegisters, W(source), W(flags));
}

/* ReadRegisters of all; the thread is not stopped. */
struct registers registers_of(seL4_CPtr tcb);

/* All registers of a thread are these. */
#define EXPECT_REGISTERS(tcb, expected) expect_registers(HERE, (tcb), (expected))
void expect_registers(const char *where, seL4_CPtr tcb, const struct registers *expected);

/* ---- Messages about faults ---- */

/* Everybody else runs; then exactly this message waits on `endpoint`.  It is received with
   `reply`. */
#define EXPECT_FAULT(endpoint, reply, label, ...)                                                  \
    expect_fault(HERE, (endpoint), (reply), (label), W(__VA_ARGS__))
void expect_fault(const char *where, seL4_CPtr endpoint, seL4_CPtr reply, seL4_Word label,
                  struct words expected);

/* Everybody else runs, and no message comes. */
#define EXPECT_NO_FAULT(endpoint, reply) expect_no_message(HERE, (endpoint), (reply))
void expect_no_message(const char *where, seL4_CPtr endpoint, seL4_CPtr reply);

/* Everybody else runs; then a victim with these registers has met an undefined instruction at its
   pc. */
#define EXPECT_STOP(endpoint, reply, registers)                                                    \
    expect_stop(HERE, (endpoint), (reply), (registers))
void expect_stop(const char *where, seL4_CPtr endpoint, seL4_CPtr reply,
                const struct registers *registers);

/* Everybody else runs; then a victim with these registers has been trapped at its pc, or stopped by
   something else than an undefined instruction, with this syndrome. */
#define EXPECT_TRAP(endpoint, reply, registers, syndrome)                                          \
    expect_trap(HERE, (endpoint), (reply), (registers), (syndrome))
void expect_trap(const char *where, seL4_CPtr endpoint, seL4_CPtr reply,
                 const struct registers *registers, seL4_Word syndrome);

/* Answers the fault that waits on `reply`. */
void answer_fault(seL4_CPtr reply, seL4_Word label, struct words words);
