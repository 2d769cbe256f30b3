/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The functions that a compiler may call without being asked to.
 */
    .text
/* void *memset(void *to, int byte, size_t count) */
    .global memset
    .type memset, %function
memset:
    add     x2, x0, x2
    mov     x3, x0
    and     x1, x1, #0xff
    mov     x4, #0x0101010101010101
    mul     x1, x1, x4
    tst     x0, #7
    b.ne    2f
1:  sub     x4, x2, x3
    cmp     x4, #8
    b.lo    2f
    str     x1, [x3], #8
    b       1b
2:  cmp     x3, x2
    b.eq    3f
    strb    w1, [x3], #1
    b       2b
3:  ret
    .size memset, . - memset

/* void *memcpy(void *to, const void *from, size_t count) */
    .global memcpy
    .type memcpy, %function
memcpy:
    add     x2, x1, x2
    mov     x3, x0
1:  cmp     x1, x2
    b.eq    2f
    ldrb    w4, [x1], #1
    strb    w4, [x3], #1
    b       1b
2:  ret
    .size memcpy, . - memcpy
