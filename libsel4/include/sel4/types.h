/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of the interface that have fields (message info, rights, CNode
 * data) and the two memory layouts user code shares with the kernel (IPC
 * buffer, register array).  Fields are cut with shifts and masks: bitfields
 * have no defined layout.
 */
#pragma once

#include <sel4/constants.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>

/* What kind of object a capability pointer is expected to name. */
typedef seL4_CPtr seL4_Untyped;
typedef seL4_CPtr seL4_CNode;
typedef seL4_CPtr seL4_TCB;
typedef seL4_CPtr seL4_Endpoint;
typedef seL4_CPtr seL4_Notification;
typedef seL4_CPtr seL4_Reply;
typedef seL4_CPtr seL4_SchedContext;
typedef seL4_CPtr seL4_SchedControl;
typedef seL4_CPtr seL4_IRQControl;
typedef seL4_CPtr seL4_IRQHandler;
typedef seL4_CPtr seL4_DomainSet;
typedef seL4_CPtr seL4_ARM_VSpace;
typedef seL4_CPtr seL4_ARM_PageTable;
typedef seL4_CPtr seL4_ARM_Page;
typedef seL4_CPtr seL4_ARM_ASIDControl;
typedef seL4_CPtr seL4_ARM_ASIDPool;
typedef seL4_CPtr seL4_ARM_SGI_Signal;
typedef seL4_CPtr seL4_ARM_SMC;
typedef seL4_CPtr seL4_ARM_VCPU;

typedef seL4_Word seL4_NodeId;
typedef seL4_Word seL4_PAddr;
typedef seL4_Word seL4_Domain;
typedef seL4_Uint64 seL4_Time;  /* microseconds */
typedef seL4_Uint64 seL4_Ticks; /* of the kernel's timer */

/*
 * Message info: length in words (bits 6:0), extra capabilities (8:7), bitmap
 * of those that arrived as badges (11:9), label (63:12).  A struct, so that it
 * cannot be mixed up with a word; it still travels in one register.
 */
typedef struct {
    seL4_Uint64 words[1];
} seL4_MessageInfo_t;

/* `width` bits of `word` from bit `low` up. */
static inline seL4_Word sel4_bits_get(seL4_Word word, unsigned low, unsigned width)
{
    return (word >> low) & (~0ull >> (64 - width));
}

/* `word` with these bits replaced by the low bits of `value`. */
static inline seL4_Word sel4_bits_put(seL4_Word word, unsigned low, unsigned width,
                                      seL4_Word value)
{
    seL4_Word mask = (~0ull >> (64 - width)) << low;

    return (word & ~mask) | ((value << low) & mask);
}

/* Each value is cut to the width of its field. */
static inline seL4_MessageInfo_t seL4_MessageInfo_new(seL4_Uint64 label,
                                                      seL4_Uint64 capsUnwrapped,
                                                      seL4_Uint64 extraCaps, seL4_Uint64 length)
{
    seL4_MessageInfo_t info = {{label << 12 | sel4_bits_put(0, 9, 3, capsUnwrapped) |
                                sel4_bits_put(0, 7, 2, extraCaps) |
                                sel4_bits_put(0, 0, 7, length)}};

    return info;
}

static inline seL4_Uint64 seL4_MessageInfo_get_label(seL4_MessageInfo_t info)
{
    return info.words[0] >> 12;
}

static inline seL4_Uint64 seL4_MessageInfo_get_capsUnwrapped(seL4_MessageInfo_t info)
{
    return sel4_bits_get(info.words[0], 9, 3);
}

static inline seL4_Uint64 seL4_MessageInfo_get_extraCaps(seL4_MessageInfo_t info)
{
    return sel4_bits_get(info.words[0], 7, 2);
}

static inline seL4_Uint64 seL4_MessageInfo_get_length(seL4_MessageInfo_t info)
{
    return sel4_bits_get(info.words[0], 0, 7);
}

static inline seL4_MessageInfo_t seL4_MessageInfo_set_label(seL4_MessageInfo_t info,
                                                            seL4_Uint64 label)
{
    info.words[0] = sel4_bits_put(info.words[0], 12, 52, label);
    return info;
}

static inline seL4_MessageInfo_t seL4_MessageInfo_set_capsUnwrapped(seL4_MessageInfo_t info,
                                                                    seL4_Uint64 capsUnwrapped)
{
    info.words[0] = sel4_bits_put(info.words[0], 9, 3, capsUnwrapped);
    return info;
}

static inline seL4_MessageInfo_t seL4_MessageInfo_set_extraCaps(seL4_MessageInfo_t info,
                                                                seL4_Uint64 extraCaps)
{
    info.words[0] = sel4_bits_put(info.words[0], 7, 2, extraCaps);
    return info;
}

static inline seL4_MessageInfo_t seL4_MessageInfo_set_length(seL4_MessageInfo_t info,
                                                             seL4_Uint64 length)
{
    info.words[0] = sel4_bits_put(info.words[0], 0, 7, length);
    return info;
}

/* Rights word: write (bit 0), read (1), grant (2), grant reply (3). */
typedef struct {
    seL4_Uint64 words[1];
} seL4_CapRights_t;

static inline seL4_CapRights_t seL4_CapRights_new(seL4_Uint64 grantReply, seL4_Uint64 grant,
                                                  seL4_Uint64 read, seL4_Uint64 write)
{
    seL4_CapRights_t rights = {
        {(grantReply & 1) << 3 | (grant & 1) << 2 | (read & 1) << 1 | (write & 1)}};

    return rights;
}

static inline seL4_Uint64 seL4_CapRights_get_capAllowGrantReply(seL4_CapRights_t rights)
{
    return sel4_bits_get(rights.words[0], 3, 1);
}

static inline seL4_Uint64 seL4_CapRights_get_capAllowGrant(seL4_CapRights_t rights)
{
    return sel4_bits_get(rights.words[0], 2, 1);
}

static inline seL4_Uint64 seL4_CapRights_get_capAllowRead(seL4_CapRights_t rights)
{
    return sel4_bits_get(rights.words[0], 1, 1);
}

static inline seL4_Uint64 seL4_CapRights_get_capAllowWrite(seL4_CapRights_t rights)
{
    return sel4_bits_get(rights.words[0], 0, 1);
}

static inline seL4_CapRights_t seL4_CapRights_set_capAllowGrantReply(seL4_CapRights_t rights,
                                                                     seL4_Uint64 grantReply)
{
    rights.words[0] = sel4_bits_put(rights.words[0], 3, 1, grantReply);
    return rights;
}

static inline seL4_CapRights_t seL4_CapRights_set_capAllowGrant(seL4_CapRights_t rights,
                                                                seL4_Uint64 grant)
{
    rights.words[0] = sel4_bits_put(rights.words[0], 2, 1, grant);
    return rights;
}

static inline seL4_CapRights_t seL4_CapRights_set_capAllowRead(seL4_CapRights_t rights,
                                                               seL4_Uint64 read)
{
    rights.words[0] = sel4_bits_put(rights.words[0], 1, 1, read);
    return rights;
}

static inline seL4_CapRights_t seL4_CapRights_set_capAllowWrite(seL4_CapRights_t rights,
                                                                seL4_Uint64 write)
{
    rights.words[0] = sel4_bits_put(rights.words[0], 0, 1, write);
    return rights;
}

#define seL4_ReadWrite     seL4_CapRights_new(0, 0, 1, 1)
#define seL4_AllRights     seL4_CapRights_new(1, 1, 1, 1)
#define seL4_CanRead       seL4_CapRights_new(0, 0, 1, 0)
#define seL4_CanWrite      seL4_CapRights_new(0, 0, 0, 1)
#define seL4_CanGrant      seL4_CapRights_new(0, 1, 0, 0)
#define seL4_CanGrantReply seL4_CapRights_new(1, 0, 0, 0)
#define seL4_NoWrite       seL4_CapRights_new(1, 1, 1, 0)
#define seL4_NoRead        seL4_CapRights_new(1, 1, 0, 1)
#define seL4_NoRights      seL4_CapRights_new(0, 0, 0, 0)

/* CNode data word: guard size (bits 5:0), guard value (63:6). */
typedef struct {
    seL4_Uint64 words[1];
} seL4_CNode_CapData_t;

static inline seL4_CNode_CapData_t seL4_CNode_CapData_new(seL4_Uint64 guard, seL4_Uint64 guardSize)
{
    seL4_CNode_CapData_t data = {{guard << 6 | (guardSize & 0x3f)}};

    return data;
}

static inline seL4_Uint64 seL4_CNode_CapData_get_guard(seL4_CNode_CapData_t data)
{
    return data.words[0] >> 6;
}

static inline seL4_Uint64 seL4_CNode_CapData_get_guardSize(seL4_CNode_CapData_t data)
{
    return sel4_bits_get(data.words[0], 0, 6);
}

/*
 * A thread's registers, in the order of Read- and WriteRegisters.  `pc` is
 * where the thread restarts: the address of the `svc` if it is stopped in one.
 */
typedef struct {
    seL4_Word pc, sp, spsr;
    seL4_Word x0, x1, x2, x3, x4, x5, x6, x7, x8;
    seL4_Word x16, x17, x18, x29, x30;
    /* up to here the "frame registers" of CopyRegisters */
    seL4_Word x9, x10, x11, x12, x13, x14, x15;
    seL4_Word x19, x20, x21, x22, x23, x24, x25, x26, x27, x28;
    seL4_Word tpidr_el0, tpidrro_el0;
} seL4_UserContext;

SEL4_STATIC_ASSERT(sizeof(seL4_UserContext) == seL4_UserContextWords * sizeof(seL4_Word),
                   "register array");
SEL4_STATIC_ASSERT(__builtin_offsetof(seL4_UserContext, x9) ==
                       seL4_UserContextFrameWords * sizeof(seL4_Word),
                   "frame registers come first");

/* The IPC buffer: 1024 bytes, aligned so. */
typedef struct {
    seL4_MessageInfo_t tag; /* for user code alone: the kernel does not touch it */
    seL4_Word msg[seL4_MsgMaxLength]; /* the kernel uses words 4 and up */
    seL4_Word userData;               /* for user code alone */
    seL4_Word caps_or_badges[seL4_MsgMaxExtraCaps]; /* out: capabilities, in: badges */
    seL4_CPtr receiveCNode;
    seL4_CPtr receiveIndex;
    seL4_Word receiveDepth;
} __attribute__((aligned(1 << seL4_IPCBufferSizeBits))) seL4_IPCBuffer;

SEL4_STATIC_ASSERT(sizeof(seL4_IPCBuffer) == 1 << seL4_IPCBufferSizeBits, "IPC buffer");
SEL4_STATIC_ASSERT(__builtin_offsetof(seL4_IPCBuffer, caps_or_badges) == 976, "IPC buffer");
SEL4_STATIC_ASSERT(__builtin_offsetof(seL4_IPCBuffer, receiveDepth) == 1016, "IPC buffer");
