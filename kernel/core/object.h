/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's objects as they lie in memory.  All of them live in memory that
 * users gave through Untyped_Retype; all-zero bytes are each one's valid first
 * state.  Sizes and alignments are ABI (ABI.md 6.1).
 *
 * How they refer to each other (one arrow each way unless noted):
 *
 *   endpoint ──queue──► tcb ◄──► sched_context ◄──► notification
 *                        ▲ ▲              │
 *                 bound  │ │ caller       │ head of the reply stack
 *     notification ◄─────┘ └──► reply ◄───┘
 */
#pragma once

#include <machine.h>
#include <sel4/constants.h>

#include "cap.h"

struct tcb;
struct sched_context;
struct notification;
struct reply;
struct vcpu;

/*
 * A capability slot.  Slots with a capability form one doubly linked list, the
 * derivation list: a tree written in preorder, so a capability's descendants
 * follow it directly (derive.c decides who descends from whom).
 */
struct cte {
    cap_t cap;
    struct cte *prev;
    struct cte *next;
};

/* Threads in an order: queue.h. */
struct queue {
    struct tcb *head;
};

/* A thread's place in it. */
struct queue_link {
    word_t key;     /* lower ones come first */
    word_t arrival; /* then lower ones of these, which are all different */
    word_t path;    /* `arrival` with its lowest bit first: the way down from the head */
    struct tcb *above;
    struct tcb *below[2];
};

/* All waiters are senders or all are receivers: their state tells which. */
struct endpoint {
    struct queue queue;
};

struct notification {
    struct queue queue;      /* empty while `active` */
    word_t badge;            /* signalled bits; valid while `active` */
    word_t active;
    struct tcb *bound;       /* the TCB it is bound to, or NULL */
    struct sched_context *sc;
};

/*
 * A reply object belongs to one thread at a time: the receiver that offered it
 * (blocked in Recv) or, once the message has come, the caller that waits.
 * Replies of nested calls that share one scheduling context form its stack:
 *
 *   sc->reply ──► newest ──older──► ... ──older──► oldest
 */
struct reply {
    struct tcb *tcb;
    struct sched_context *sc; /* set in the newest of a stack only */
    struct reply *older;
    struct reply *newer;
};

/* `amount` ticks may be used from `time` on. */
struct refill {
    ticks_t time;
    ticks_t amount;
};

struct sched_context {
    ticks_t period;        /* 0: round robin */
    ticks_t budget;        /* sum of all refills */
    ticks_t consumed;      /* since last asked */
    word_t badge;          /* data word of Timeout faults */
    struct tcb *tcb;
    struct notification *notification;
    struct reply *reply;   /* newest of the reply stack */
    struct tcb *yield_from; /* waits in YieldTo for this one's consumption */
    uint16_t refill_max;   /* 0: not configured */
    uint16_t refill_head;
    uint16_t refill_count;
    uint16_t sporadic;
    word_t unused[3];
    struct refill refill[]; /* ring of refill_max entries */
};

enum thread_state {
    THREAD_INACTIVE,
    THREAD_RUNNING,
    THREAD_RESTART, /* runs again from its restart pc */
    THREAD_BLOCKED_RECV,
    THREAD_BLOCKED_SEND,
    THREAD_BLOCKED_REPLY,
    THREAD_BLOCKED_NOTIFICATION
};

/* Where the scheduler has a thread. */
enum place {
    PLACE_NONE,             /* in no queue: it cannot run, or it is the current thread */
    PLACE_CANDIDATE,        /* woken last, in no queue; goes to the head of one if it waits */
    PLACE_CANDIDATE_BEHIND, /* so, too; to the tail, behind a current thread of its priority */
    PLACE_FIRST,            /* ready: it went to the head of the queue of its domain and priority */
    PLACE_LAST,             /* ready: it went to the tail */
    PLACE_RELEASE           /* waits for its budget in the release queue */
};

/* Why a lookup failed, as the ABI reports it (ABI.md 4). */
struct lookup_failure {
    word_t type; /* seL4_LookupFailureType */
    word_t bits_left;
    word_t guard_found;
    word_t bits_found;
};

struct fault {
    word_t type; /* seL4_Fault_*; NullFault: none pending */
    word_t address;      /* cap: cptr; vm: address; unknown syscall: number;
                            user exception: number; timeout: data */
    word_t status;       /* vm: FSR; user exception: code */
    bool flag;           /* cap: in receive phase; vm: instruction fetch */
    struct lookup_failure lookup; /* cap */
};

/* How far a preempted operation has got, and what it is with: progress.h. */
struct progress {
    word_t at; /* 0: it has not begun, or there is none */
    word_t kind;
    word_t object;
    word_t detail;
};

/* How much of the processor somebody has used: utilisation.h. */
struct utilisation {
    word_t cycles;
    word_t switches; /* to whom this is about */
    word_t kernel_cycles;
    word_t kernel_entries;
};

enum tcb_slot {
    TCB_CSPACE,
    TCB_VSPACE,
    TCB_IPC_BUFFER, /* frame */
    TCB_FAULT_HANDLER,
    TCB_TIMEOUT_HANDLER,
    TCB_SLOTS
};

/* What most CSpaces are: one CNode whose guard is zeros and that resolves all 64 bits. */
struct cspace_root {
    struct cte *slots; /* NULL: it is another kind of CSpace */
    word_t mask;       /* of the cptrs that lead there */
};

/*
 * In the order of use: in the last cache line of the registers and the two behind them is what
 * nearly every message, signal and switch touches, then come the slots, and last what is looked
 * at once in a while.
 */
struct tcb {
    struct user_context context; /* first: assembly finds it at the TCB */
    struct cspace_root root;     /* what slot[TCB_CSPACE] says; written by derive.c alone */

    enum thread_state state;
    uint8_t priority;
    uint8_t mcp; /* maximum controlled priority */
    uint8_t domain;
    enum place place; /* written by the functions of place.h alone */
    uint32_t flags;   /* seL4_TCBFlag_*, bulkhead_TCBFlag_* */
    struct sched_context *sc; /* the scheduler's, as fastpath_call.c's */
    struct sched_context *yield_to; /* waits for this one's consumption */

    /* Blocked on IPC: written by endpoint.c, notification.c, reply.c, and the fast paths. */
    struct queue *blocked_on; /* an endpoint's or notification's, by state */
    struct reply *reply;      /* offered (receiver) or waited on (caller) */
    struct notification *bound_notification;
    vaddr_t ipc_buffer;       /* user address; 0 = none */

    struct queue_link link; /* in the release queue, or the queue that `blocked_on` says */
    struct tcb *ready_prev;
    struct tcb *ready_next;

    struct progress progress; /* of its preempted operation */
    struct cte slot[TCB_SLOTS];

    struct fault fault;
    struct vcpu *vcpu;   /* vcpu.h; NULL: it is no guest */
    word_t send_badge;   /* blocked sender: badge of its cap */
    unsigned send_flags; /* how: enum send_flag */
    struct fpu_state fpu;
    struct utilisation utilisation; /* benchmark builds; written by utilisation.c */
    char name[64];
};

#define OBJECT_FITS(type, bits) _Static_assert(sizeof(type) <= (1u << (bits)), #type)
OBJECT_FITS(struct cte, seL4_SlotBits);
OBJECT_FITS(struct endpoint, seL4_EndpointBits);
OBJECT_FITS(struct notification, seL4_NotificationBits);
OBJECT_FITS(struct reply, seL4_ReplyBits);
OBJECT_FITS(struct tcb, seL4_TCBBits);
_Static_assert(sizeof(struct cte) == 32, "four words a slot");
_Static_assert(sizeof(struct refill) == seL4_RefillSizeBytes, "refill");
_Static_assert(offsetof(struct sched_context, refill) == seL4_CoreSchedContextBytes,
               "ABI.md 6.1: extra refills start at 96 bytes");
_Static_assert(offsetof(struct tcb, state) % 64 == 0 &&
                   offsetof(struct tcb, progress) == offsetof(struct tcb, state) + 128,
               "two cache lines");
_Static_assert(offsetof(struct tcb, slot) % sizeof(struct cte) == 0, "slot alignment");

/* Objects by the capability to them; the type must match. */
#define CAP_TO(name, type, object)                                                     \
    static inline struct object *cap_##name(cap_t cap)                                 \
    {                                                                                  \
        ASSERT(cap_type(cap) == (type));                                               \
        return phys_ptr(cap_object(cap));                                              \
    }

CAP_TO(endpoint, CAP_ENDPOINT, endpoint)
CAP_TO(notification, CAP_NOTIFICATION, notification)
CAP_TO(reply, CAP_REPLY, reply)
CAP_TO(tcb, CAP_TCB, tcb)
CAP_TO(sched_context, CAP_SCHED_CONTEXT, sched_context)
CAP_TO(cnode, CAP_CNODE, cte)
