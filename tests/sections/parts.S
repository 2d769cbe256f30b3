/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sections that the linker script does not name, of each kind, from 32 bytes to
 * 1 MiB.  `records` holds 65536 records; a section has those from some number on.
 */

/* part NAME, SECTION, FLAGS, ALIGNMENT, FIRST RECORD, RECORDS */
.macro part name, section, flags, alignment, first, count
    .section \section, "\flags", %progbits
    .balign \alignment
    .global \name
\name:
    .incbin "records", \first * 16, \count * 16
.endm

/* zeros NAME, SECTION, ALIGNMENT, BYTES */
.macro zeros name, section, alignment, bytes
    .section \section, "aw", %nobits
    .balign \alignment
    .global \name
\name:
    .skip \bytes
.endm

    part data_small, .mine.data_small, aw, 1, 100, 2
    part data_big, .mine.data_big, aw, 8, 0, 65536
    part data_16k, .mine.data_16k, aw, 0x4000, 200, 2
    part data_64k, .mine.data_64k, aw, 0x10000, 300, 260
    part const_small, .mine.const_small, a, 1, 400, 2
    part const_16k, .mine.const_16k, a, 0x4000, 500, 300
    part const_64k, .mine.const_64k, a, 0x10000, 600, 4096
    zeros zeros_small, .mine.zeros_small, 1, 32
    zeros zeros_big, .mine.zeros_big, 8, 0x100000
    zeros zeros_64k, .mine.zeros_64k, 0x10000, 0x1800

    /* What compilers emit for constants that hold addresses. */
    .section .data.rel.ro.local, "aw", %progbits
    .balign 8
    .global relocated
relocated:
    .quad data_big

    /* A name that is an identifier: the linker defines where it starts and stops. */
    .section config_list, "aw", %progbits
    .balign 8
    .quad 3, 4
