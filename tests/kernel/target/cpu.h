/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A system call, or a wait, with every register of the processor before it and after it.
 */
#pragma once

#include <sel4/sel4.h>

/* What user code can see of the processor.  raw.S knows the offsets. */
struct cpu {
    seL4_Word x[31];
    seL4_Word nzcv;
    seL4_Word q[64]; /* 32 vector registers, low half first */
    seL4_Word fpcr;
    seL4_Word fpsr;
    seL4_Word tpidr;
    seL4_Word sp; /* out only */
};

_Static_assert(__builtin_offsetof(struct cpu, nzcv) == 248, "raw.S");
_Static_assert(__builtin_offsetof(struct cpu, q) == 256, "raw.S");
_Static_assert(__builtin_offsetof(struct cpu, fpcr) == 768, "raw.S");
_Static_assert(__builtin_offsetof(struct cpu, tpidr) == 784, "raw.S");
_Static_assert(__builtin_offsetof(struct cpu, sp) == 792, "raw.S");

/* Loads all registers from *cpu but sp, executes `svc #0`, and stores them all. */
void cpu_syscall(struct cpu *cpu);

/* The address of that `svc`. */
extern const unsigned char cpu_syscall_svc[];

/* The same, but counts x0 down to 0 instead: two instructions each.  No other register changes. */
void cpu_count_down(struct cpu *cpu);
