/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frame conditions: nothing changes but what the contract of an entry names.
 *
 * All that a user could ever notice is compared, word for word, with what it was: every register
 * and field of every thread, every object, the capability in every slot, every message buffer, and
 * the machine.  Not compared are time itself and what the kernel finds its things by: the order of
 * the ready queues and of the derivation list, and a thread's links in them.  Of these the
 * invariants say that they agree with the rest.
 */
#pragma once

#include "system.h"

/* Parts of a thread. */
enum part {
    STATE = 1,       /* runs, waits, or is stopped */
    WAITS = 2,       /* in which queue, on which reply object */
    PLACE = 4,       /* ready, or not */
    TIME = 8,        /* which scheduling context it has, whom it yielded to */
    FAULT = 16,      /* the fault that it has */
    SENDS = 32,      /* how it sends: badge and rights */
    RANK = 64,       /* priorities, domain, flags */
    SPACES = 128,    /* its capability slots, and where its buffer is */
    BOUND = 256,     /* its notification */
    PROGRESS = 512,  /* of a preempted operation */
    NEXT = 1024      /* where it goes on */
};

/* Objects, and other things there is one of. */
enum thing {
    EP = 1,
    NTFN = 2,
    REPLY_A = 4,
    REPLY_B = 8,
    SC_A = 16,
    SC_B = 32,
    SC_C = 64,
    NEW = 128,       /* the memory that is free */
    INTERRUPTS = 256, /* which are masked */
    TURN = 512,      /* which domain's it is */
    ACTIVE = 1024,   /* which address space is active */
    TLB = 2048       /* the machine is told to forget translations */
};

#define REG(index) ((word_t)1 << (index))
#define SLOT(index) ((word_t)1 << (index))

/* The registers that a message of `length` words arrives in: badge, description, words. */
#define MESSAGE(length) (REG(REG_CAP) | REG(REG_INFO) | MASK(length) << REG_MR0)

/* What an entry may change. */
struct contract {
    word_t a_registers, b_registers; /* a bit each */
    unsigned a, b, c;                /* enum part */
    unsigned things;                 /* enum thing */
    word_t slots;                    /* SLOT() each: other capabilities */
    unsigned a_first, a_words;       /* of the message buffers: so many words from this on */
    unsigned b_first, b_words;
    unsigned entry;                  /* of a page table: ENTRY(); 0: none */
    word_t asid;                     /* which names another VSpace, or none; 0: none */
    unsigned pool;                   /* of asids: POOL(), if it is registered or goes; 0: none */
};

/* All as it is now. */
void frame_remember(void);

/* Proves that all but what `contract` names is as it was. */
void frame_check(struct contract contract);

/* The same with what the kernel finds its things by: queues, links, time. */
void frame_remember_kernel(void);
void frame_check_kernel(void);

/* For harnesses that say what becomes of a message. */
extern struct tcb a_was, b_was;
extern word_t ntfn_badge;
extern struct cte cnode_was[SLOTS];
