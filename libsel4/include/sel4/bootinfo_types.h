/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel tells the initial thread: one page, its address in x0.
 * Layout shared by the kernel, which writes it, and the initial task.
 */
#pragma once

#include <sel4/constants.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>

typedef seL4_CPtr seL4_SlotPos;

/* Slots [start, end) of the initial thread's root CNode. */
typedef struct {
    seL4_SlotPos start;
    seL4_SlotPos end;
} seL4_SlotRegion;

/* What the untyped capability in slot untyped.start + i covers. */
typedef struct {
    seL4_Word paddr;
    seL4_Uint8 sizeBits;
    seL4_Uint8 isDevice;
    seL4_Uint8 padding[6];
} seL4_UntypedDesc;

typedef struct {
    seL4_Word extraLen; /* bytes of extra boot information, 0 if none */
    seL4_Word nodeID;
    seL4_Word numNodes;
    seL4_Word numIOPTLevels;
    seL4_Word ipcBuffer; /* virtual address */
    seL4_SlotRegion empty;
    seL4_SlotRegion sharedFrames;
    seL4_SlotRegion userImageFrames; /* ascending virtual address, 4 KiB each */
    seL4_SlotRegion userImagePaging;
    seL4_SlotRegion ioSpaceCaps;
    seL4_SlotRegion extraBIPages;
    seL4_Word initThreadCNodeSizeBits;
    seL4_Word initThreadDomain;
    seL4_SlotRegion schedcontrol;
    seL4_SlotRegion untyped;
    seL4_UntypedDesc untypedList[seL4_MaxBootInfoUntypeds];
} seL4_BootInfo;

/* Extra boot information: a chunk's header; `len` includes these 16 bytes. */
typedef struct {
    seL4_Word id;
    seL4_Word len;
} seL4_BootInfoHeader;

SEL4_STATIC_ASSERT(__builtin_offsetof(seL4_BootInfo, empty) == 40, "bootinfo layout");
SEL4_STATIC_ASSERT(__builtin_offsetof(seL4_BootInfo, untypedList) == 184, "bootinfo layout");
SEL4_STATIC_ASSERT(sizeof(seL4_BootInfo) == 3864, "bootinfo layout");
