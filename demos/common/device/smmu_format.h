/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an SMMUv3 reads and writes: registers, and the structures in memory.
 * Names and numbers are those of the architecture (Arm IHI 0070, chapters 4 to 7); of each,
 * only what is used here.
 */
#pragma once

#include <stdint.h>

/* Registers of 32 bits, unless they say 64; bytes from the first of the two pages. */
enum smmu_register {
    SMMU_IDR0 = 0x0,
    SMMU_IDR1 = 0x4,
    SMMU_IDR5 = 0x14,
    SMMU_CR0 = 0x20,
    SMMU_CR0ACK = 0x24,
    SMMU_CR1 = 0x28,
    SMMU_CR2 = 0x2c,
    SMMU_GBPA = 0x44,
    SMMU_IRQ_CTRL = 0x50,
    SMMU_IRQ_CTRLACK = 0x54,
    SMMU_GERROR = 0x60,
    SMMU_GERRORN = 0x64,
    SMMU_STRTAB_BASE = 0x80, /* 64 */
    SMMU_STRTAB_BASE_CFG = 0x88,
    SMMU_CMDQ_BASE = 0x90, /* 64 */
    SMMU_CMDQ_PROD = 0x98,
    SMMU_CMDQ_CONS = 0x9c,
    SMMU_EVENTQ_BASE = 0xa0,     /* 64 */
    SMMU_EVENTQ_PROD = 0x100a8,  /* in the second page, as the next */
    SMMU_EVENTQ_CONS = 0x100ac,
    SMMU_REGISTER_BYTES = 0x20000
};

/* What this one can do. */
#define IDR0_S1P           (1u << 1)    /* translates in stage 1 */
#define IDR0_TTF_AARCH64   (2u << 2)    /* by tables in AArch64's format */
#define IDR0_COHACC        (1u << 4)    /* sees what the processor writes, caches or not */
#define IDR0_TWO_LEVELS    (1u << 27)   /* knows stream tables of two levels */
#define IDR1_SIDSIZE       0x3fu        /* bits of a stream's number */
#define IDR1_EVENTQS(idr1) ((idr1) >> 16 & 0x1f) /* logarithm of the most entries */
#define IDR1_CMDQS(idr1)   ((idr1) >> 21 & 0x1f)
#define IDR1_PRESET        (3u << 29)   /* queues or tables are where they cannot be changed */
#define IDR5_GRAN4K        (1u << 4)

#define CR0_SMMUEN   (1u << 0)
#define CR0_EVENTQEN (1u << 2)
#define CR0_CMDQEN   (1u << 3)

/* Tables and queues: inner and outer write-back, inner shareable. */
#define CR1_COHERENT 0xd75u
/* An event for streams that have no entry, too; no invalidations by the processor's. */
#define CR2_RECINVSID (1u << 1)
#define CR2_PTM       (1u << 2)

/* While it is off: whether all traffic is let through, as after reset, or refused. */
#define GBPA_ABORT  (1u << 20)
#define GBPA_UPDATE (1u << 31)

#define IRQ_CTRL_EVENTQ (1u << 2)

#define GERROR_CMDQ (1u << 0)

/* Bases: the address, the logarithm of the number of entries, a hint to allocate in caches. */
#define BASE_ALLOCATE (1ull << 62)

/* Queue pointers: below bit `log2 entries` the index, that bit changes with each turn. */
#define EVENTQ_OVERFLOW (1u << 31) /* in PROD, and acknowledged by the same value in CONS */

/* A stream table entry: 8 words. */
enum { STE_WORDS = 8 };
#define STE_VALID      (1ull << 0)
#define STE_STAGE_1    (5ull << 1) /* translate in stage 1, nothing in stage 2 */
#define STE0_MASK      0x000fffffffffffc0ull /* address of the context descriptor */
#define STE1_COHERENT  0xd4ull               /* how the descriptor is fetched; as CR1 */
#define STE1_SHCFG_USE (1ull << 44)          /* shareability: the device's */

/* A context descriptor: 8 words. */
enum { CD_WORDS = 8 };
#define CD0_T0SZ(bits)  (64ull - (bits))
#define CD0_COHERENT    (0x35ull << 8) /* how tables are fetched; granule 4 KiB */
#define CD0_EPD1        (1ull << 30)   /* no upper half */
#define CD0_VALID       (1ull << 31)
#define CD0_IPS_40      (2ull << 32)   /* output addresses of 40 bits */
#define CD0_AFFD        (1ull << 35)   /* nobody counts accesses */
#define CD0_AA64        (1ull << 41)
#define CD0_RECORD      (1ull << 45)   /* a fault makes an event */
#define CD0_ABORT       (1ull << 46)   /* and the device is told */
#define CD0_ASET        (1ull << 47)   /* the ASID is not one of the processor's */
#define CD0_ASID(asid)  ((uint64_t)(asid) << 48)
#define CD3_MAIR_NORMAL 0xffull        /* attribute 0: memory, write-back */

/* Page table entries, of AArch64 (stage 1, EL1&0). */
#define PTE_VALID     (1ull << 0)
#define PTE_TABLE     (3ull << 0)      /* in levels 1 and 2: the next table */
#define PTE_PAGE      (3ull << 0)      /* in level 3 */
#define PTE_USER      (1ull << 6)      /* devices are not privileged */
#define PTE_READ_ONLY (1ull << 7)
#define PTE_INNER     (3ull << 8)      /* inner shareable */
#define PTE_ACCESSED  (1ull << 10)
#define PTE_NOT_GLOBAL (1ull << 11)
#define PTE_NO_EXECUTE (3ull << 53)
#define PTE_ADDRESS   0x0000fffffffff000ull

/* Commands: 2 words. */
enum { COMMAND_WORDS = 2 };
enum smmu_command {
    CMD_CFGI_STE = 0x03,   /* what is cached of a stream's entry; the stream in bits 63:32 */
    CMD_CFGI_ALL = 0x04,   /* of all configuration; second word: ALL_STREAMS */
    CMD_TLBI_ASID = 0x11,  /* translations of an ASID; which in bits 63:48 */
    CMD_TLBI_ALL = 0x30,   /* all translations */
    CMD_SYNC = 0x46        /* done when all before it are */
};
#define CMD_LEAF        1ull  /* second word of CFGI_STE */
#define CMD_ALL_STREAMS 31ull /* second word of CFGI_ALL */

/* Events: 4 words.  Type in bits 7:0 of the first, stream in 63:32; the third is the address. */
enum { EVENT_WORDS = 4 };
#define EVENT1_READ (1ull << 35)

/* Words at the start of a region with prefill_iommu: Bulkhead's tool's, not the architecture's. */
enum { MADE_MAGIC, MADE_STRTAB_BASE, MADE_STRTAB_BASE_CFG };
#define IOMMU_MAGIC 0x31306c6274696862ull /* "bhitbl01" */
