/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 5: what is where, and the steps of the attack.  The attacker knows all
 * this: nothing is randomised, nothing is secret but the contents of the vault.
 *
 * The addresses are those of system_buffer_overflow.xml.
 */
#pragma once

#include <microkit.h>

#define PAGE_BYTES 0x1000ull

/* What vulnerable_pd has besides its program, its stack and what life.h names: */
#define POST_ATTACKER 0x4200000ull /* read only; the attacker writes it */
#define POST_CLIENT 0x4210000ull   /* read only; the client writes it */
#define SCRATCH 0x4300000ull       /* read, write, execute: the defect that was made on purpose */
#define LEDGER 0x4320000ull        /* read and write */
/* What it does not have: */
#define VAULT 0x4400000ull  /* safe_server's secret */
#define RECORD 0x4410000ull /* what its parent notes for the client */
#define DEVICE PLACE_UART /* the board's, by its physical address (kernel/board/NAME/board.txt) */
/* In the kernel's code, by the address that the kernel itself uses; a kernel at EL2 gives users
   40 bits of addresses, and has another. */
#define KERNEL_CODE      0xffffffffc0010000ull
#define KERNEL_CODE_EL2  0xffc0010000ull
#define USER_TOP_AT_EL2 0x10000000000ull

#define POST_ATTACKER_BYTES 0x4000ull
#define POST_CLIENT_BYTES 0x1000ull
#define SCRATCH_BYTES 0x10000ull
#define LEDGER_BYTES 0x1000ull

/* In SCRATCH: requests are handled on a stack that begins here and grows downwards. */
#define REQUEST_STACK (SCRATCH + 0x4000)
/* The exploit's choices: where the forged return address leads, where the code moves to. */
#define SLED_TARGET (REQUEST_STACK + 0x200)
#define PAYLOAD_STACK (SCRATCH + 0x8000)
#define PAYLOAD_ENTRY (SCRATCH + 0x8800) /* payload.lds checks this */
#define FINDINGS (SCRATCH + 0xf000)

/* Nothing is mapped here: the injected code reads it when a step ended without a fault. */
#define MARKER 0x6000000ull
/* The address in the fault that the injected code invents. */
#define FORGED_ADDRESS 0x7000000ull

/* Channel ids: safe_server's clients at its end; vulnerable_pd's channel to it. */
enum { SAFE_CHANNEL_CLIENT = 1, SAFE_CHANNEL_VULNERABLE };
enum { VULNERABLE_CHANNEL_SAFE = 5 };
enum { VULNERABLE_CHILD = 1 };

enum step {
    STEP_NONE,
    STEP_READ_SECRET,
    STEP_WRITE_SAFE,
    STEP_READ_KERNEL,
    STEP_WRITE_KERNEL,
    STEP_READ_DEVICE,
    STEP_WRITE_PROGRAM,
    STEP_WRITE_POST,
    STEP_RUN_DATA,
    STEP_PAGES,
    STEP_SLOTS,
    STEP_FORGE,
    STEP_FLOOD,
    STEP_SPIN,
    STEP_LOOT,
    STEP_CRASH,
    STEP_END
};

/* How a step that goes for memory must end. */
enum access { ACCESS_NONE, ACCESS_READ, ACCESS_WRITE, ACCESS_RUN };

struct trap {
    enum access access;
    seL4_Word address;
};

/* `stack_top`: of vulnerable_pd, which shows what addresses users have. */
static inline struct trap step_trap(enum step step, seL4_Word stack_top)
{
    seL4_Word kernel = stack_top <= USER_TOP_AT_EL2 ? KERNEL_CODE_EL2 : KERNEL_CODE;

    switch (step) {
    case STEP_READ_SECRET:
        return (struct trap){ ACCESS_READ, VAULT };
    case STEP_WRITE_SAFE:
        return (struct trap){ ACCESS_WRITE, VAULT };
    case STEP_READ_KERNEL:
        return (struct trap){ ACCESS_READ, kernel };
    case STEP_WRITE_KERNEL:
        return (struct trap){ ACCESS_WRITE, kernel };
    case STEP_READ_DEVICE:
        return (struct trap){ ACCESS_READ, DEVICE };
    case STEP_WRITE_PROGRAM:
        return (struct trap){ ACCESS_WRITE, 0x200000 };
    case STEP_WRITE_POST:
        return (struct trap){ ACCESS_WRITE, POST_CLIENT };
    case STEP_RUN_DATA:
        return (struct trap){ ACCESS_RUN, LEDGER };
    default:
        return (struct trap){ ACCESS_NONE, 0 };
    }
}

/* The instruction `ret`: where a page has one, whether it can be executed is tried harmlessly. */
#define RET_INSTRUCTION 0xd65f03c0u

/* What the injected code found; it writes this down in memory that its victim may write. */
enum { RIGHT_READ = 1, RIGHT_WRITE = 2, RIGHT_RUN = 4, RIGHT_RUN_UNKNOWN = 8 };
enum { MAX_RANGES = 24, MAX_CAPS = 24, SLOTS = 512, SLOTS_BEYOND = 64 };
enum { CLAIMS = 62, SIGNALS = 10000 };

/* It tries the pages of these addresses: programs, regions, stacks (kernel at EL2, at EL1). */
static const struct window {
    seL4_Word start;
    seL4_Word pages;
} windows[] = {
    {0, 0x400},
    {0x4000000, 0x800},
    {0x10000000000 - 0x10000, 0x10},
    {0x800000000000 - 0x10000, 0x10},
};
enum { WINDOWS = sizeof(windows) / sizeof(windows[0]), PAGES_TRIED = 0xc20 };
#define SPIN_LIMIT (1ull << 28)

struct range {
    seL4_Word start;
    seL4_Word pages;
    seL4_Word rights;
};

struct cap_found {
    seL4_Word slot;
    seL4_Word type;   /* as the debug kernel names it; TYPE_UNKNOWN if it does not */
    seL4_Word answer; /* 1: a call of it was not refused as a call of nothing */
    seL4_Word receive; /* 1: receiving from it did not fault */
};

#define TYPE_UNKNOWN 0xffull

struct findings {
    seL4_Word step;
    seL4_Word trying; /* in a scan: the attempt that this is; if it faults, it failed */
    seL4_Word page;   /* the scan of pages has got here */
    seL4_Word rights; /* found so far for this page */
    seL4_Word saved;  /* the word that a planted instruction displaced */
    seL4_Word range_count;
    struct range ranges[MAX_RANGES];
    seL4_Word slot; /* the scan of slots has got here */
    seL4_Word slots_beyond; /* slots past the end whose use faulted, or found nothing there */
    seL4_Word calls;
    seL4_Word cap_count;
    struct cap_found caps[MAX_CAPS];
    seL4_Word claims;        /* identities that it claimed, */
    seL4_Word seen_as;       /* and the set of those that safe_server saw */
    seL4_Word forge_refused; /* it has no capability with which a fault could be forged */
    seL4_Word signals;
    seL4_Word spins;
    seL4_Word loot;
};

/* What vulnerable_pd's parent notes, for the client to read. */
enum attack_state {
    ATTACK_READY,
    ATTACK_RUNNING,
    ATTACK_WAITING,   /* for the client to be served */
    ATTACK_RESTORING, /* its victim begins its next life */
    ATTACK_OVER
};

struct record {
    seL4_Word state;
    seL4_Word progress; /* grows while something happens */
    seL4_Word checks_made;
    seL4_Word checks_passed;
    seL4_Word first_failed; /* a step; STEP_END: what came after */
    seL4_Word faults;
    seL4_Word later_faults; /* after vulnerable_pd was restored */
    seL4_Word stack;    /* where vulnerable_pd has these: its stack from there upwards, */
    seL4_Word messages; /* its IPC buffer */
    struct findings findings;
};
