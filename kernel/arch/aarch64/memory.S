/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memcpy, memmove, memset and memcmp: compilers call them by themselves, for
 * structures.  Sizes there are small multiples of 8, so pairs of words do the
 * work and bytes the rest.  The kernel clears large memory with arch_zero.
 */
    .text

/* void *memcpy(void *to, const void *from, size_t size) */
    .global memcpy
memcpy:
    mov     x3, x0
1:  subs    x2, x2, #16
    b.lo    2f
    ldp     x4, x5, [x1], #16
    stp     x4, x5, [x3], #16
    b       1b
2:  adds    x2, x2, #16
    b.eq    4f
3:  ldrb    w4, [x1], #1
    strb    w4, [x3], #1
    subs    x2, x2, #1
    b.ne    3b
4:  ret

/* void *memmove(void *to, const void *from, size_t size) */
    .global memmove
memmove:
    sub     x3, x0, x1
    cmp     x3, x2
    b.hs    memcpy              /* `to` is not inside [from, from + size) */
    cbz     x2, 2f
1:  sub     x2, x2, #1
    ldrb    w4, [x1, x2]
    strb    w4, [x0, x2]
    cbnz    x2, 1b
2:  ret

/* void *memset(void *to, int byte, size_t size) */
    .global memset
memset:
    mov     x3, x0
    and     x1, x1, #0xff
    orr     x1, x1, x1, lsl #8
    orr     x1, x1, x1, lsl #16
    orr     x1, x1, x1, lsl #32
1:  subs    x2, x2, #16
    b.lo    2f
    stp     x1, x1, [x3], #16
    b       1b
2:  adds    x2, x2, #16
    b.eq    4f
3:  strb    w1, [x3], #1
    subs    x2, x2, #1
    b.ne    3b
4:  ret

/* int memcmp(const void *a, const void *b, size_t size) */
    .global memcmp
memcmp:
    mov     w3, #0
1:  cbz     x2, 2f
    sub     x2, x2, #1
    ldrb    w3, [x0], #1
    ldrb    w4, [x1], #1
    subs    w3, w3, w4
    b.eq    1b
2:  mov     w0, w3
    ret
