/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Delete of the last capability to a CNode empties it, and each CNode that dies in it,
 *     wherever they lie in each other, and takes no other; after each step all invariants of the
 *     derivation list and of what is dying hold; it ends
 * Bound: three CNodes of two slots, in 10 ways: one in the other, in itself, two or three in a
 *     circle; the other slots have copies of a fourth's; it is interrupted after each step, but
 *     where they lie in a circle
 * Assumes: guards are 0
 * Options: --unwind 66 --object-bits 12
 * Cases: chains own_slots pairs circles
 * Sources: asid_pool cap_kind cnode delete derive domain_control endpoint frame irq notification
 *     reply sched_context smc tcb untyped vspace ../check/check_derive
 * Mutants: inner_zombie_removed@chains untied_into_the_same@pairs
 */
#include "boot_layout.h"
#include "check_parts.h"
#include "delete.h"
#include "derive.h"
#include "prove.h"

enum { NODES = 4, RADIX = 1, NODE_SLOTS = 2, MOST_STEPS = 64 };
enum { AT_NODES = 0x100000, NODE_BYTES = 0x1000, OUTSIDE = -1 };

/* The fourth is not about to die. */
static struct cte node_a[NODE_SLOTS], node_b[NODE_SLOTS], node_c[NODE_SLOTS], node_d[NODE_SLOTS];
static struct cte outside_a, outside_b, outside_c, outside_d;
static struct cte *const node[NODES] = {node_a, node_b, node_c, node_d};
static struct cte *const outside[NODES] = {&outside_a, &outside_b, &outside_c, &outside_d};

/* Where the last capability to each is: in slot place % NODE_SLOTS of node place / NODE_SLOTS. */
static int place[NODES];

struct phys_range boot_kernel_image;

void *object_at(paddr_t address)
{
    for (unsigned i = 0; i < NODES; i++) {
        if (address == AT_NODES + i * NODE_BYTES) {
            return node[i];
        }
    }
    PROVE(false, "no memory but that of CNodes is used");
    return NULL;
}

/* Whoever waits for the processor gets it after each step. */
static bool interrupts;

bool arch_irq_pending(void)
{
    return interrupts;
}

bool check_alive(enum cap_type type, const void *object)
{
    (void)type;
    (void)object;
    return false;
}

/* ---- The system ---- */

static cap_t cap_to(unsigned i)
{
    cap_t cap = cap_set_radix(cap_make(CAP_CNODE, AT_NODES + i * NODE_BYTES), RADIX);

    return cap_set_guard_size(cap, seL4_WordBits - RADIX);
}

static struct cte *slot_of(unsigned i)
{
    return place[i] == OUTSIDE ? outside[i]
                               : &node[place[i] / NODE_SLOTS][place[i] % NODE_SLOTS];
}

static void build(void)
{
    derive_list = (struct cte){.next = NULL};
    for (unsigned i = 0; i < NODES; i++) {
        *outside[i] = node[i][0] = node[i][1] = (struct cte){.next = NULL};
    }
    for (unsigned i = 0; i < NODES; i++) {
        derive_insert_original(slot_of(i), cap_to(i), NULL);
    }
    for (unsigned i = 0; i < NODES - 1; i++) {
        for (unsigned k = 0; k < NODE_SLOTS; k++) {
            if (cte_is_empty(&node[i][k])) {
                derive_insert(&node[i][k], outside_d.cap, &outside_d);
            }
        }
    }
}

/* ---- What is so at any time ---- */

static const char *broken_in(const struct cte *slot)
{
    cap_t cap = slot->cap;

    if (cap_type(cap) == CAP_CNODE && cap_object(cap) != AT_NODES + 3 * NODE_BYTES) {
        return check_slots(cap_cnode(cap), NODE_SLOTS);
    }
    if (cap_type(cap) == CAP_ZOMBIE) {
        return check_dying(slot, cap_cnode(cap_of_zombie(cap)), NODE_SLOTS);
    }
    return NULL;
}

static void look(void)
{
    PROVE(check_derivation() == NULL, "the derivation list is well formed (kernel/check)");
    for (unsigned i = 0; i < NODES; i++) {
        PROVE(check_slots(outside[i], 1) == NULL && broken_in(outside[i]) == NULL,
              "what is dying is as it has to be (kernel/check)");
        for (unsigned k = 0; k < NODE_SLOTS; k++) {
            PROVE(broken_in(&node[i][k]) == NULL,
                  "what is dying in another is as it has to be (kernel/check)");
        }
    }
    PROVE(check_all_seen() == NULL, "no capability is lost (kernel/check)");
}

/* ---- The specification: who dies with the capability to `first` ---- */

static word_t who_dies(unsigned first)
{
    word_t dead = (word_t)1 << first;

    for (unsigned round = 0; round < NODES; round++) {
        for (unsigned i = 0; i < NODES; i++) {
            if (place[i] != OUTSIDE && (dead >> place[i] / NODE_SLOTS & 1) != 0) {
                dead |= (word_t)1 << i;
            }
        }
    }
    return dead;
}

static void check_dead(word_t dead, const struct cte *start)
{
    for (unsigned i = 0; i < NODES - 1; i++) {
        for (unsigned k = 0; k < NODE_SLOTS; k++) {
            bool is_gone = (dead >> i & 1) != 0 || &node[i][k] == start;
            PROVE(cte_is_empty(&node[i][k]) == is_gone, "what died is empty, and nothing else");
        }
    }
}

static void deletes(unsigned first)
{
    struct cte *start = slot_of(first);
    unsigned steps = 0;

    build();
    look();
    while (delete_slot(start).kind == ERR_PREEMPTED && steps < MOST_STEPS) {
        look();
        steps++;
    }
    look();
    PROVE(steps < MOST_STEPS && cte_is_empty(start), "it ends, and the slot is empty");
    check_dead(who_dies(first), start);
}

/* ---- Cases ---- */

/* Where the last capabilities to a, b and c are: slots 0 and 1 are a's, 2 and 3 b's, 4 and 5
   c's. */
static void lie(int a, int b, int c, bool is_interrupted)
{
    interrupts = is_interrupted;
    place[0] = a;
    place[1] = b;
    place[2] = c;
    place[3] = OUTSIDE;
    deletes(0);
}

/* One in the other, or beside. */
void chains(void)
{
    lie(OUTSIDE, 1, 3, true);
    lie(OUTSIDE, 0, 2, true);
    lie(OUTSIDE, 1, 0, true);
    REACHED("the end");
}

void own_slots(void)
{
    lie(0, OUTSIDE, OUTSIDE, true);
    lie(1, 0, OUTSIDE, true);
    REACHED("the end");
}

void pairs(void)
{
    lie(2, 0, OUTSIDE, false);
    lie(3, 1, OUTSIDE, false);
    lie(3, 0, 2, false);
    REACHED("the end");
}

void circles(void)
{
    lie(5, 1, 3, false);
    lie(4, 0, 2, false);
    REACHED("the end");
}
