/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the components of task 6 agree on: channels, addresses, and what they say
 * to each other.
 */
#pragma once

#include <microkit.h>

/* Ids, as in system_with_iommu.xml.  X_Y: the id that X has for its channel with Y. */
enum { JUDGE_DRIVER = 1, JUDGE_IOMMU = 2, JUDGE_VICTIM = 3 };
enum { DRIVER_JUDGE = 1, DRIVER_DEVICE = 2 };
enum { IOMMU_JUDGE = 1, IOMMU_EVENTS = 2 };
enum { CHILD_DRIVER = 1, CHILD_IOMMU = 2 };

/* Addresses, as there, by which the processor has these.  Whoever has one has it at the same. */
#define PAGE_BYTES 0x1000ull
#define BUFFER     0x4000000ull
#define SECRET     0x4001000ull
#define LETTER     0x4002000ull
#define DEVICE     0x4100000ull
#define STREAMS    0x5000000ull
#define COMMANDS   0x5001000ull
#define EVENTS     0x5002000ull
#define TABLES     0x5008000ull
#define REGISTERS  0x5100000ull
#define CONFIG     0x5200000ull

enum { TABLE_BYTES = 0x8000 };

/* The device is the bus 0's number 1, function 0; that is the number of its stream. */
enum { STREAM = 8 };

/* What is copied at once, and compared. */
enum { COPY_BYTES = 2048, COPY_WORDS = COPY_BYTES / 8 };

/* Word `i` of a page that is filled for the `round`th time; neighbours and rounds differ
   everywhere. */
static inline seL4_Word filling(seL4_Word mark, seL4_Word round, seL4_Word i)
{
    seL4_Word word = (mark << 56 ^ round << 40 ^ (i + 1)) * 0x9e3779b97f4a7c15ull;

    return (word ^ word >> 29) * 0xbf58476d1ce4e5b9ull;
}

enum { MARK_SECRET = 1, MARK_LETTER };

/*
 * The driver calls the judge with what came of the last order (one word); the
 * reply is the next order (label: enum order; words: from, to, bytes).
 */
enum order {
    ORDER_END,
    ORDER_READ,  /* a word at `from`, by the processor */
    ORDER_WRITE, /* 0 to `to`, by the processor */
    ORDER_WRITE_LETTER, /* anew, for the `from`th time; and zeros into the buffer */
    ORDER_COPY,  /* by the device: `bytes` from `from` into the device, and from there to `to` */
    ORDER_START, /* the same, but only begins, with what the device has already, towards `to` */
    ORDER_LOOK,  /* is it still at that?  1: yes */
    ORDER_WAIT   /* until it is done */
};

/* Requests to the component iommu, and the words of its answers; the first is of enum
   smmu_result where it says so. */
enum request {
    REQUEST_LOOK,     /* what is there: PCI identity; 1 if the SMMU is on */
    REQUEST_OPEN,     /* the device may use memory; the SMMU stays as it is */
    REQUEST_CLOSE,    /* result: the SMMU is on, and the device may reach buffer and letter */
    REQUEST_TAKE,     /* result: the buffer away from the device */
    REQUEST_GIVE,     /* result: the buffer back */
    REQUEST_DETACH,   /* result: everything away */
    REQUEST_ATTACH,   /* result: back */
    REQUEST_MAPPING,  /* number n (in) of what the device may reach: 1 if there is one; the device's
                         address, the memory's, bytes, rights */
    REQUEST_EVENTS,   /* of reads (1 in) or of writes (0), since last asked: number; of the first:
                         type, stream, address; 1 if all others are of that type and stream */
    REQUEST_INTERRUPTS, /* by the SMMU, so far */
    REQUEST_SUM       /* of registers, commands and tables */
};

/* To the victim. */
enum wish {
    WISH_FILL, /* the page anew, for the nth time (in) */
    WISH_LOOK  /* how many of its words are not what it wrote */
};
