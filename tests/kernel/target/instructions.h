/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests of what the processor lets a thread do: single instructions, built from their fields
 * so that no assembler has to know them, in threads that report whether they trapped.
 */
#pragma once

#include "victims.h"

/* A place in the space of system instructions, and of system registers, which are those with op0 of
   2 and 3 (Arm ARM, "System instruction class encoding"). */
struct place_in_space {
    unsigned op0;
    unsigned op1;
    unsigned crn;
    unsigned crm;
    unsigned op2;
};

#define AT(op0_, op1_, crn_, crm_, op2_)                                                           \
    ((struct place_in_space){(op0_), (op1_), (crn_), (crm_), (op2_)})

enum direction { WRITE = 0, READ = 1 };

/* MSR, MRS, SYS, SYSL or MSR (immediate), with general register `rt`. */
seL4_Uint32 system_instruction(enum direction direction, struct place_in_space at, unsigned rt);

/* What the syndrome is when such an MSR or MRS is trapped, rather than undefined. */
seL4_Word trapped_syndrome(enum direction direction, struct place_in_space at, unsigned rt);

/* ---- One at a time ---- */

/* A thread below the tester that waits for instructions. */
struct subject {
    struct thread *thread;
    seL4_CPtr faults;
};

struct subject subject_new(void);

struct outcome {
    seL4_Bool trapped;
    seL4_Word label;    /* of the fault, if so */
    seL4_Word syndrome; /* of the processor, if so */
    seL4_Word x0;       /* afterwards */
};

/* The subject executes this with `x0` in all general registers. */
struct outcome execute(const struct subject *subject, seL4_Uint32 instruction, seL4_Word x0);

/* It executes this with all registers as they were after what it executed last. */
struct outcome execute_next(const struct subject *subject, seL4_Uint32 instruction);

/* ---- Many ---- */

enum { MOST_CODE = 1023 };

/*
 * Executes instructions 0 to `count` - 1 one after the other, each with `x0` in all general
 * registers but those that earlier ones wrote; `trapped[i]` says how number i ended.
 */
void execute_all(const struct subject *subject, const seL4_Uint32 *instructions, unsigned count,
                 seL4_Word x0, seL4_Bool *trapped);
