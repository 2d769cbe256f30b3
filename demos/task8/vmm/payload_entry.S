/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The begin of the code that is injected into the VMM (task8.h: CODE_ENTRY, CODE_STACK).  It is
 * linked for address 0, and runs wherever a large page of the guest's begins.
 */
#include <kernel/gen_config.h>

#include "../task8.h"

/* The number of the system call that names a capability's type, in debug kernels. */
#define SYSTEM_CALL_CAP_IDENTIFY -15
#define TYPE_UNKNOWN 0xff

    .section .head, "ax"
    .global blob_start
blob_start:
    ret                         /* a scan tries what can be done with this word */

/* Registers and stack hold anything. */
    .org CODE_ENTRY
payload_entry:
    adr x9, blob_start
    add x9, x9, #CODE_STACK
    mov sp, x9
    mov x29, xzr
    mov x30, xzr
    b payload_main

/* payload.h */
    .global cap_type
cap_type:
#ifdef CONFIG_DEBUG_BUILD
    mov x7, #SYSTEM_CALL_CAP_IDENTIFY
    svc #0
#else
    mov x0, #TYPE_UNKNOWN
#endif
    ret

    .section .note.GNU-stack, "", %progbits
