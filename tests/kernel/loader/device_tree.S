/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A loader that hands over a device tree: ours, linked with `--wrap=kernel_enter`
 * and this.  The tree is an empty one (Devicetree Specification, chapter 5),
 * with words behind it that tests/kernel/target/test_boot.c knows: a mark, the
 * tree's physical address, and bytes that count.  Its size is odd on purpose.
 */
    .equ    TREE_SIZE, 5003     /* 0x138b */

    .text
    .global __wrap_kernel_enter
__wrap_kernel_enter:
    mov     x6, x4
    adrp    x4, device_tree
    add     x4, x4, :lo12:device_tree
    mov     x5, #TREE_SIZE
    movk    x5, #0xdead, lsl #48 /* the size has 32 bits: the kernel must not look at these */
    msr     tpidr_el1, xzr
    br      x6

    .macro  big value           /* a 32-bit word, big-endian */
    .byte   (\value) >> 24 & 0xff, (\value) >> 16 & 0xff, (\value) >> 8 & 0xff, (\value) & 0xff
    .endm

    .data
    .balign 8
device_tree:
    big     0xd00dfeed          /* magic */
    big     TREE_SIZE
    big     0x38                /* offset of the structure block */
    big     0x48                /* of the strings */
    big     0x28                /* of the memory reservations */
    big     17                  /* version */
    big     16                  /* the last that it is compatible with */
    big     0                   /* boot processor */
    big     0                   /* bytes of strings */
    big     16                  /* bytes of structure */
    .quad   0, 0                /* no reservations */
    big     1                   /* a node begins */
    big     0                   /* its name is empty */
    big     2                   /* it ends */
    big     9                   /* the end */
    .ascii  "Bulkhead"
    .quad   device_tree
    .set    offset, 0x58
    .rept   TREE_SIZE - 0x58
    .byte   offset & 0xff
    .set    offset, offset + 1
    .endr
