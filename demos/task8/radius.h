/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8: the VMM taken over.  What the code that is injected into it tries, what it writes down,
 * and what the VMM's parent notes.  The addresses are those of system_with_guest.xml.
 */
#pragma once

#include <microkit.h>

#include "task8.h"

#define PAGE_BYTES 0x1000ull

/* What the VMM does not have, or has to read only. */
#define VAULT 0x4400000ull /* safe_server's secret, where that has it */
#define DEVICE PLACE_UART /* the board's, by its physical address (kernel/board/NAME/board.txt) */
#define KERNEL_CODE 0xffc0010000ull /* of a kernel at EL2, by its own address */
#define VMM_PROGRAM 0x200000ull
#define GUEST_FILES 0x10000000ull
/* The VMM's channels to the console and the disk, and its interrupt (channels.h). */
enum { VMM_CONSOLE = 0, VMM_TIMER = 2, VMM_DISK = 3 };

/* A copy of the VMM takes so much (life.h). */
#define VMM_LIFE_BYTES 0x10000

/* Nothing is there: the injected code reads it when a step ended without a fault. */
#define MARKER 0x6000000ull

enum step {
    STEP_NONE,
    STEP_SECRET,
    STEP_SECRET_PHYSICAL,
    STEP_LOG,
    STEP_KERNEL,
    STEP_DEVICE,
    STEP_PROGRAM,
    STEP_FILES,
    STEP_PAGES,
    STEP_SLOTS,
    STEP_DISK,
    STEP_FAULT,
    STEP_LIE,
    STEP_SPIN,
    STEP_CRASH,
    STEP_END
};

/* How a step that goes for memory must end. */
enum touch { TOUCH_NOTHING, TOUCH_READ, TOUCH_WRITE };

struct trap {
    enum touch touch;
    seL4_Word address;
};

static inline struct trap step_trap(enum step step)
{
    switch (step) {
    case STEP_SECRET:
        return (struct trap){TOUCH_READ, VAULT};
    case STEP_SECRET_PHYSICAL:
        return (struct trap){TOUCH_READ, SECRET_PHYSICAL};
    case STEP_LOG:
        return (struct trap){TOUCH_WRITE, LOG_PAGE};
    case STEP_KERNEL:
        return (struct trap){TOUCH_READ, KERNEL_CODE};
    case STEP_DEVICE:
        return (struct trap){TOUCH_READ, DEVICE};
    case STEP_PROGRAM:
        return (struct trap){TOUCH_WRITE, VMM_PROGRAM};
    case STEP_FILES:
        return (struct trap){TOUCH_WRITE, GUEST_FILES};
    default:
        return (struct trap){TOUCH_NOTHING, 0};
    }
}

/* It tries a word of each unit of these addresses: programs; regions; the guest's files; what is
   the guest's memory, and the secret's physical address behind it; the stack. */
static const struct window {
    seL4_Word start;
    seL4_Word unit;
    seL4_Word count;
} windows[] = {
    {0, PAGE_BYTES, 0x400},
    {0x4000000, PAGE_BYTES, 0x1800},
    {0x10000000, 0x10000, 0x1800},
    {0x40000000, CODE_ALIGNMENT, 0x100},
    {0x10000000000 - 0x10000, PAGE_BYTES, 0x10},
};
enum { WINDOWS = sizeof(windows) / sizeof(windows[0]), PLACES = 0x400 + 0x1800 * 2 + 0x110 };

enum { RIGHT_READ = 1, RIGHT_WRITE = 2, RIGHT_RUN = 4, RIGHT_RUN_UNKNOWN = 8 };
enum { MAX_RANGES = 24, MAX_CAPS = 24, SLOTS = 512, SLOTS_BEYOND = 64 };
#define SPIN_LIMIT (1ull << 28)

/* It asks for each of these sectors with each of these lengths, in order to read and to write, but
   for what the VMM may ask for.  32 of the sectors are on the disk, so one sector of 512 bytes is
   there 32 times; two are not there from the last on, nor eight from that and from another one. */
enum {
    DISK_SECTORS = 2048, DISK_SECTORS_ASKED = 191, DISK_LENGTHS = 6, DISK_ALLOWED = 32 + 31 + 30,
    DISK_TRIES = 2 * (DISK_SECTORS_ASKED * DISK_LENGTHS - DISK_ALLOWED)
};

/* What a scan is about to try; TRY_NOTHING: it is no scan, or the last attempt did not fault. */
enum { TRY_NOTHING, TRY_READ, TRY_WRITE, TRY_RUN, TRY_SLOT, TRY_RECEIVE };

/* Units that lie next to each other, and allow the same. */
struct range {
    seL4_Word start;
    seL4_Word unit;
    seL4_Word count;
    seL4_Word rights;
};

struct cap_found {
    seL4_Word slot;
    seL4_Word type;    /* as the debug kernel names it */
    seL4_Word answer;  /* 1: a call of it was not refused as a call of nothing */
    seL4_Word receive; /* 1: receiving from it did not fault */
};

/* What the injected code writes down, in the page of the VMM's notes, which the client can read. */
struct findings {
    seL4_Word step;
    seL4_Word trying; /* the attempt that this is; if it faults, it failed */
    seL4_Word refused; /* attempts of scans that faulted */
    seL4_Word place;   /* the scan of memory has got here */
    seL4_Word rights;  /* found so far for this place */
    seL4_Word saved;   /* the word that a planted instruction displaced */
    seL4_Word range_count;
    struct range ranges[MAX_RANGES];
    seL4_Word slot; /* the scan of slots has got here */
    seL4_Word slots_beyond;
    seL4_Word cap_count;
    struct cap_found caps[MAX_CAPS];
    seL4_Word disk_asked;
    seL4_Word disk_answered; /* requests for what is no sector of the disk's */
    seL4_Word spins;
};
#define FINDINGS (NOTES_PAGE + 0x200)

/* Of the VMM, as its parent sees it. */
enum vmm_state {
    VMM_WELL,
    VMM_ATTACKS,   /* code that is not its own runs in it, or it faulted in a scan */
    VMM_WAITS,     /* it faulted, or was stopped; the client says how it goes on */
    VMM_BEGINS,    /* its next life */
    VMM_LIVES_ANEW
};

/* At LOG_PAGE: the supervisor's to write. */
struct vmm_log {
    seL4_Word faults;
    seL4_Word state; /* enum vmm_state */
    seL4_Word cause; /* of the last fault: enum fault_cause */
    seL4_Word address;
    seL4_Word in_guest; /* 1: of an instruction in the guest's memory */
    seL4_Word clean;    /* 1: the next life began as the first did */
    seL4_Word intact;   /* 1: so is the copy that it began from */
};
