/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Moving and zeroing memory, 64 bytes a step: boot time is counted in
 * instructions.
 */
#include "loader.h"

void copy_bytes(void *to, const void *from, uint64_t size)
{
    unsigned char *out = to;
    const unsigned char *in = from;

    for (; size >= 64; size -= 64) {
        __asm__ volatile("ldp x8, x9, [%1]\n\t"
                         "ldp x10, x11, [%1, #16]\n\t"
                         "ldp x12, x13, [%1, #32]\n\t"
                         "ldp x14, x15, [%1, #48]\n\t"
                         "add %1, %1, #64\n\t"
                         "stp x8, x9, [%0]\n\t"
                         "stp x10, x11, [%0, #16]\n\t"
                         "stp x12, x13, [%0, #32]\n\t"
                         "stp x14, x15, [%0, #48]\n\t"
                         "add %0, %0, #64"
                         : "+r"(out), "+r"(in)
                         :
                         : "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "memory");
    }
    for (; size > 0; size--) {
        __asm__ volatile("ldrb w8, [%1], #1\n\t"
                         "strb w8, [%0], #1"
                         : "+r"(out), "+r"(in)
                         :
                         : "x8", "memory");
    }
}

/* Bytes that one `dc zva` zeroes, or 0 if it may not be used. */
static uint64_t zero_block_bytes(void)
{
    uint64_t dczid;

    __asm__("mrs %0, dczid_el0" : "=r"(dczid));
    return (dczid & 16) != 0 ? 0 : 4ull << (dczid & 15);
}

static uint64_t zero_single_bytes(uint64_t at, uint64_t end)
{
    while (at < end) {
        __asm__ volatile("strb wzr, [%0], #1" : "+r"(at) : : "memory");
    }
    return at;
}

void zero_bytes(void *start, const void *end_pointer)
{
    uint64_t at = (uint64_t)start;
    uint64_t end = (uint64_t)end_pointer;
    uint64_t block = zero_block_bytes();

    if (block != 0 && end - at >= 2 * block) {
        at = zero_single_bytes(at, (at + block - 1) & ~(block - 1));
        while (end - at >= 8 * block) {
            __asm__ volatile(".rept 8\n\tdc zva, %0\n\tadd %0, %0, %1\n\t.endr"
                             : "+r"(at)
                             : "r"(block)
                             : "memory");
        }
        for (; end - at >= block; at += block) {
            __asm__ volatile("dc zva, %0" : : "r"(at) : "memory");
        }
    }
    zero_single_bytes(at, end);
}

void instructions_publish(const void *start, uint64_t size)
{
    uint64_t ctr;
    uint64_t line;

    __asm__("mrs %0, ctr_el0" : "=r"(ctr));
    line = 4ull << (ctr >> 16 & 15); /* DminLine */
    for (uint64_t at = (uint64_t)start & ~(line - 1); at < (uint64_t)start + size; at += line) {
        __asm__ volatile("dc cvau, %0" : : "r"(at) : "memory");
    }
    /* Arm ARM, "Synchronization and coherency issues between data and instruction accesses": clean
       to the point of unification; DSB, so that it is complete; invalidate; DSB, again; ISB, for
       what has been fetched already. */
    __asm__ volatile("dsb sy\n\tic iallu\n\tdsb sy\n\tisb" : : : "memory");
}
