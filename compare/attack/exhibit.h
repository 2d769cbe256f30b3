/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the injected code leaves for the judge, and what it is told, in memory that
 * both have: the exhibit.  It is the experiment's instrument, and gives no right
 * to anything else.  The attacker is told addresses and process ids, as in Task 5;
 * it could find them by itself.
 */
#pragma once

#include <stdint.h>

#include "files.h"

/* The same in every program that has it. */
#define VAULT 0x4400000ul   /* safe_server's secret */
#define COOKIE 0x4500000ul  /* a random word, in each component another one */
#define EXHIBIT 0x4600000ul /* struct exhibit */
#define SCORE 0x4610000ul   /* the client's score (score.h) */
enum { PAGE = 4096, EXHIBIT_BYTES = 4 * PAGE, SECRET_WORDS = 4 };

/* Whoever is not the attacked service. */
enum component { SAFE_SERVER, CLIENT, ATTACKER, SUPERVISOR, COMPONENTS };

/* The descriptor that the service has of its connection to safe_server. */
enum { SAFE_CONNECTION = 3 };

enum step {
    STEP_NONE,
    STEP_READ_SECRET,
    STEP_READ_KERNEL,
    STEP_READ_DEVICE,
    STEP_READ_POST,
    STEP_READ_MEMORY,
    STEP_READ_FILES,
    STEP_ENTRIES,
    STEP_SERVICES,
    STEP_IDENTITIES,
    STEP_CPU,
    STEP_MEMORY,
    STEP_CHILDREN,
    STEP_DESCRIPTORS,
    STEP_STORAGE,
    STEP_STOP,
    STEP_WRITE_SECRET,
    STEP_WRITE_DEVICE,
    STEP_WRITE_PROGRAM,
    STEP_WRITE_POST,
    STEP_WRITE_MEMORY,
    STEP_WRITE_FILES,
    STEP_WRITE_KERNEL,
    STEP_MACHINE,
    STEP_END
};

/* Ways to another's memory; the first is to have it in one's own address space. */
enum way { WAY_DIRECT, WAY_VM, WAY_PROC, WAY_TRACE, WAYS };

/* What a step has to try. */
enum {
    CLAIMS = 62,
    MEMORY_MIB = 64,
    CHILDREN = 200,
    DESCRIPTORS = 1024,
    STORAGE_MIB = 32,
    SPIN_TICKS = 62500 * 100, /* 100 ms; 62.5 MHz (guest.h) */
    SPIN_ROUNDS = 1000        /* between two looks at the clock */
};

/* What the injected code asks the judge to look at, while it holds it. */
enum ask {
    ASK_NOTHING,
    ASK_BEFORE,      /* a step: note what is true before anything is tried */
    ASK_AFTER,       /* a step: see what has changed, and judge */
    ASK_CPU_BEGIN,
    ASK_CPU_END,
    ASK_MEMORY,      /* how much the service has */
    ASK_CHILDREN,
    ASK_DESCRIPTORS,
    ASK_STORAGE,
    ASK_STOPPED,     /* which components do not run */
    ASK_STOP_SELF,   /* the service will stop itself */
    ASK_END
};

/* What the attacker tries, so that its code runs. */
enum variant {
    STACK_GUESS,     /* to guess where the stack is, and run code on it */
    CANARY_BY_BYTES, /* to find out the canary of a service that only forks, byte by byte */
    LEAK_THEN_REUSE, /* to read canary and addresses, then reuse code that makes the stack run */
    VARIANTS
};

struct exhibit {
    /* The judge's */
    uint64_t one_process; /* 1: safe_server is in the attacked process */
    uint64_t is_root;     /* 1: it will be told to turn the machine off */
    uint64_t pids[COMPONENTS];
    uint64_t answered;    /* counts the answers to `asked` */
    uint64_t over;        /* 1: the attacker may rest */
    uint64_t post_of_client; /* its address in the client */
    uint64_t power_off;   /* 1: turn the machine off, now */
    /* The supervisor's */
    uint64_t deaths;
    uint64_t status;      /* of the last death, as from wait */
    /* The service's: where things are in it */
    uint64_t pid;
    uint64_t program;     /* a function that nobody calls */
    uint64_t client_post;
    uint64_t hardened;    /* the judge's: 1: the protections are on; 2: also guess the canary */
    /* The attacker's */
    struct {
        uint64_t tries;    /* requests that would have ended in success, had it worked */
        uint64_t succeeded;
        uint64_t status;   /* of the service's last death in it, as from wait */
        uint64_t finished; /* 1: all this is final */
    } variants[VARIANTS];
    uint64_t gave_up;     /* 1: it knows no more to try */
    /* The injected code's */
    uint64_t lives;       /* how often it was started */
    uint64_t patient;     /* 1: it wants the client to be connected when it comes back */
    uint64_t asked;
    uint64_t ask;         /* enum ask */
    uint64_t step;
    uint64_t item;        /* of the step */
    uint64_t armed;       /* 1: if the process ends now, this item was the cause */
    uint64_t fatal[STEP_END]; /* items of each step that ended the process */
    uint64_t done[STEP_END];  /* items of each step that were tried */
    uint64_t secret[SECRET_WORDS];
    uint64_t secret_way;  /* 1 + enum way; 0: it has not got it */
    uint64_t kernel_way;
    char kernel_text[64]; /* what it read there */
    uint64_t kernel_address;
    uint64_t kernel_write_way;
    uint64_t device_way;  /* 1: a load; from 2: /dev/mem, device_register(device_way - 2) */
    uint64_t device_word;
    uint64_t post_digest; /* of the client's post, as ledger_digest() */
    uint64_t post_way;
    uint64_t cookies[COMPONENTS];
    uint64_t cookie_ways[COMPONENTS];
    uint64_t files[FILES]; /* digests of what was read; 0: nothing */
    uint64_t entries;     /* system calls that did more than refuse */
    uint64_t connected[SOCKETS];
    uint64_t claims;
    uint64_t believed;    /* a bit for each identity that safe_server took it for */
    uint64_t spin_begin;
    uint64_t spin_end;
    uint64_t stop_way;    /* ways that did not fail */
    uint64_t machine_allowed; /* reboot() did not refuse */
    char storage[64];     /* the file that it fills */
};

_Static_assert(sizeof(struct exhibit) <= EXHIBIT_BYTES, "the exhibit has four pages");

/*
 * Registers of QEMU's machine `virt`, addresses as in its device tree, that can be
 * written without harm: the priority of an interrupt that nothing raises (GICv2
 * distributor, GICD_IPRIORITYR58), the match of the clock (PL031), the direction
 * of unconnected pins (PL061).
 */
enum { DEVICES = 3 };

static inline uint64_t device_register(unsigned long i)
{
    return i == 0 ? 0x80004e8 : i == 1 ? 0x9010004 : 0x9030400;
}

#define PROGRAM_MARK 0x6b72616du /* written over the function that nobody calls */
#define DEVICE_MARK 0x50u /* written to a device register */
