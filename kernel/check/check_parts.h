/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the parts of the invariant check share.  Every function returns NULL or
 * the words of the first invariant that does not hold.
 */
#pragma once

#include "object.h"

/* State an invariant: `what` says what should have been. */
#define HOLDS(condition, what)                                                         \
    do {                                                                               \
        if (!(condition)) {                                                            \
            return what;                                                               \
        }                                                                              \
    } while (0)

/* All that `call` checks holds. */
#define ALSO(call)                                                                     \
    do {                                                                               \
        const char *broken = (call);                                                   \
        if (broken != NULL) {                                                          \
            return broken;                                                             \
        }                                                                              \
    } while (0)

/* Is there a capability of `type` to `object`?  Pointers to objects without one
   are dangling. */
bool check_alive(enum cap_type type, const void *object);

/* check_derive.c: the list, and the memory that capabilities stand for. */
const char *check_derivation(void);
const char *check_slots(const struct cte *slots, word_t count);
const char *check_dying(const struct cte *zombie, const struct cte *slots, word_t count);
const char *check_all_seen(void);

/* check_threads.c: objects of IPC and scheduling, and the queues. */
const char *check_object(cap_t cap);
const char *check_scheduler(void);

/* check_threads.c: one more refill of a ring, from the head on; what `seen` has of those before it
   goes on.  Proofs say the same of rings of any size. */
struct refills_seen {
    ticks_t end, sum;
};
const char *check_refill(const struct sched_context *sc, const struct refill *refill,
                         struct refills_seen *seen);

/* check_vcpus.c, of kernels that have virtual CPUs: one; a thread with or without; what the machine
   has of them. */
struct vcpu;
const char *check_vcpu(const struct vcpu *vcpu);
const char *check_guest_thread(const struct tcb *tcb);
const char *check_guests(void);

/* check_spaces.c: asids, page tables and mappings; interrupts. */
const char *check_vspace(cap_t vspace);
const char *check_asid_pool(cap_t cap);
const char *check_asid_pools(void);
const char *check_active_vspace(void);
const char *check_interrupts(void);
