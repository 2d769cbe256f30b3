/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Single instructions that are expected to fault.
 *
 * Each is preceded by one that puts into x9 the address after it.  Whoever
 * handles the fault resumes there: it has only to move the program counter, and
 * need not know what kind of instruction it was.
 */
#pragma once

#include <microkit.h>

#define PROBE(instruction) "adr x9, 1f\n\t" instruction "\n1:"

static inline seL4_Word probe_read(seL4_Word address)
{
    seL4_Uint32 value = 0;

    __asm__ volatile(PROBE("ldr %w0, [%1]") : "+&r"(value) : "r"(address) : "x9", "memory");
    return value;
}

static inline void probe_write(seL4_Word address, seL4_Word value)
{
    __asm__ volatile(PROBE("str %w1, [%0]") : : "r"(address), "r"(value) : "x9", "memory");
}

/* What is there must return and change nothing, or fault. */
static inline void probe_execute(seL4_Word address)
{
    __asm__ volatile(PROBE("blr %0") : : "r"(address) : "x9", "x30", "memory");
}

/* Says three words to the one who handles our faults, in x0 to x2, by reading address 0. */
static inline void probe_say(seL4_Word word0, seL4_Word word1, seL4_Word word2)
{
    register seL4_Word x0 __asm__("x0") = word0;
    register seL4_Word x1 __asm__("x1") = word1;
    register seL4_Word x2 __asm__("x2") = word2;

    __asm__ volatile(PROBE("ldr wzr, [%3]")
                     :
                     : "r"(x0), "r"(x1), "r"(x2), "r"(0ull)
                     : "x9", "memory");
}

/* x0 to x5 before and after a system call. */
struct probe_registers {
    seL4_Word x0, x1, x2, x3, x4, x5;
};

/* System call `number`; if it faults, the registers stay as they are. */
static inline void probe_syscall(int number, struct probe_registers *r)
{
    register seL4_Word x0 __asm__("x0") = r->x0;
    register seL4_Word x1 __asm__("x1") = r->x1;
    register seL4_Word x2 __asm__("x2") = r->x2;
    register seL4_Word x3 __asm__("x3") = r->x3;
    register seL4_Word x4 __asm__("x4") = r->x4;
    register seL4_Word x5 __asm__("x5") = r->x5;
    register seL4_Word x7 __asm__("x7") = (seL4_Word)number;

    __asm__ volatile(PROBE("svc #0")
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
                     : "r"(x7)
                     : "x9", "memory");
    r->x0 = x0;
    r->x1 = x1;
    r->x2 = x2;
    r->x3 = x3;
    r->x4 = x4;
    r->x5 = x5;
}
