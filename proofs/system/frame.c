/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frame conditions; see frame.h.  Written with & and |, not && and ||: what is the same is found to
 * be so at once, and nothing forks.
 */
#include "frame.h"

#include "domain.h"
#include "irq.h"
#include "machine_state.h"
#include "place.h"
#include "vspace_switch.h"

struct tcb a_was, b_was;
word_t ntfn_badge;
static struct tcb c_was, new_was;
static struct endpoint ep_was, ep_new_was;
static struct notification ntfn_was;
static struct reply reply_a_was, reply_b_was;
static struct sc_object sc_a_was, sc_b_was, sc_c_was;
struct cte cnode_was[SLOTS];
static struct buffer buffer_a_was, buffer_b_was, buffer_c_was;
static struct proof_machine machine_was;
static struct scheduler sched_was;
static struct ready_map maps_was[NUM_DOMAINS];
static struct thread_list lists_was[NUM_DOMAINS][NUM_PRIORITIES];
static struct tcb *released_was[NUM_DOMAINS];
static cap_t active_was;

void frame_remember(void)
{
    a_was = tcb_a;
    b_was = tcb_b;
    c_was = tcb_c;
    new_was = tcb_new;
    ep_was = ep;
    ep_new_was = ep_new;
    ntfn_was = ntfn;
    ntfn_badge = ntfn.badge;
    reply_a_was = reply_a;
    reply_b_was = reply_b;
    sc_a_was = sc_a;
    sc_b_was = sc_b;
    sc_c_was = sc_c;
    for (unsigned i = 0; i < SLOTS; i++) {
        cnode_was[i] = cnode[i];
    }
    buffer_a_was = buffer_a;
    buffer_b_was = buffer_b;
    buffer_c_was = buffer_c;
    machine_was = machine;
    sched_was = sched;
    space_remember();
}

void frame_remember_kernel(void)
{
    frame_remember();
    active_was = vspace_active;
    for (unsigned i = 0; i < NUM_DOMAINS; i++) {
        maps_was[i] = ready_maps[i];
        released_was[i] = release_first(i);
        for (unsigned priority = 0; priority < NUM_PRIORITIES; priority++) {
            lists_was[i][priority] = ready_lists[i][priority];
        }
    }
}

#define SAME(field) (now->field == was->field)

/* ---- Threads ---- */

static bool same_registers(const struct tcb *now, const struct tcb *was, word_t may)
{
    bool same = true;

    for (unsigned i = 0; i < seL4_UserContextWords; i++) {
        if ((may >> i & 1) == 0) {
            same = same & SAME(context.reg[i]);
        }
    }
    return same;
}

static bool same_cap(const struct cte *now, const struct cte *was)
{
    return SAME(cap.word[0]) & SAME(cap.word[1]);
}

static bool same_spaces(const struct tcb *now, const struct tcb *was)
{
    bool same = SAME(root.slots) & SAME(root.mask) & SAME(ipc_buffer);

    for (unsigned i = 0; i < TCB_SLOTS; i++) {
        same = same & same_cap(&now->slot[i], &was->slot[i]);
    }
    return same;
}

static bool same_fault(const struct fault *now, const struct fault *was)
{
    return SAME(type) & SAME(address) & SAME(status) & SAME(flag) & SAME(lookup.type) &
           SAME(lookup.bits_left) & SAME(lookup.guard_found) & SAME(lookup.bits_found);
}

static bool same_rank(const struct tcb *now, const struct tcb *was)
{
    return SAME(priority) & SAME(mcp) & SAME(domain) & SAME(flags) & SAME(context.no_timer);
}

static bool same_progress(const struct progress *now, const struct progress *was)
{
    return SAME(at) & SAME(kind) & SAME(object) & SAME(detail);
}

/* But for its registers. */
static bool same_thread(const struct tcb *now, const struct tcb *was, unsigned may)
{
    bool same = SAME(vcpu);

    same = same & ((may & STATE) != 0 || SAME(state));
    same = same & ((may & WAITS) != 0 || SAME(blocked_on) & SAME(reply));
    same = same & ((may & PLACE) != 0 || SAME(place));
    same = same & ((may & TIME) != 0 || SAME(sc) & SAME(yield_to));
    same = same & ((may & FAULT) != 0 || same_fault(&now->fault, &was->fault));
    same = same & ((may & SENDS) != 0 || SAME(send_badge) & SAME(send_flags));
    same = same & ((may & RANK) != 0 || same_rank(now, was));
    same = same & ((may & SPACES) != 0 || same_spaces(now, was));
    same = same & ((may & BOUND) != 0 || SAME(bound_notification));
    same = same & ((may & PROGRESS) != 0 || same_progress(&now->progress, &was->progress));
    return same & ((may & NEXT) != 0 || SAME(context.next_pc));
}

/* ---- Objects ---- */

static bool same_notification(const struct notification *now, const struct notification *was)
{
    return SAME(queue.head) & SAME(badge) & SAME(active) & SAME(bound) & SAME(sc);
}

static bool same_reply(const struct reply *now, const struct reply *was)
{
    return SAME(tcb) & SAME(sc) & SAME(older) & SAME(newer);
}

static bool same_time(const struct sc_object *now, const struct sc_object *was)
{
    bool same = SAME(sc.period) & SAME(sc.budget) & SAME(sc.consumed) & SAME(sc.badge) &
                SAME(sc.tcb) & SAME(sc.notification) & SAME(sc.reply) & SAME(sc.yield_from) &
                SAME(sc.refill_max) & SAME(sc.refill_head) & SAME(sc.refill_count) &
                SAME(sc.sporadic);

    for (unsigned i = 0; i < RING; i++) {
        same = same & SAME(sc.refill[i].time) & SAME(sc.refill[i].amount);
    }
    return same;
}

/* But for `count` words from `first` on. */
static bool same_buffer(const struct buffer *now, const struct buffer *was, unsigned first,
                        unsigned count)
{
    bool same = true;

    for (unsigned i = 0; i < BUFFER_WORDS; i++) {
        if (i < first || i >= first + count) {
            same = same & SAME(word[i]);
        }
    }
    return same;
}

static bool same_things(unsigned may)
{
    bool same = (may & EP) != 0 || ep.queue.head == ep_was.queue.head;

    same = same & ((may & NTFN) != 0 || same_notification(&ntfn, &ntfn_was));
    same = same & ((may & REPLY_A) != 0 || same_reply(&reply_a, &reply_a_was));
    same = same & ((may & REPLY_B) != 0 || same_reply(&reply_b, &reply_b_was));
    same = same & ((may & SC_A) != 0 || same_time(&sc_a, &sc_a_was));
    same = same & ((may & SC_B) != 0 || same_time(&sc_b, &sc_b_was));
    same = same & ((may & SC_C) != 0 || same_time(&sc_c, &sc_c_was));
    return same & ((may & NEW) != 0 || (same_thread(&tcb_new, &new_was, 0) &
                                        same_registers(&tcb_new, &new_was, 0) &
                                        (ep_new.queue.head == ep_new_was.queue.head)));
}

static bool same_buffers(const struct contract *may)
{
    return same_buffer(&buffer_a, &buffer_a_was, may->a_first, may->a_words) &
           same_buffer(&buffer_b, &buffer_b_was, may->b_first, may->b_words) &
           same_buffer(&buffer_c, &buffer_c_was, 0, 0);
}

static bool same_machine(unsigned may)
{
    const struct proof_machine *now = &machine;
    const struct proof_machine *was = &machine_was;
    bool same = SAME(fpu_owner) & ((may & TURN) != 0 || sched.domain == sched_was.domain);

    same = same & ((may & ACTIVE) != 0 || SAME(root) & SAME(asid));
    same = same & ((may & TLB) != 0 || SAME(tlb_page) & SAME(tlb_asid) & SAME(tlb_all));
    for (unsigned irq = 0; irq < PROOF_IRQS; irq++) {
        same = same & ((may & INTERRUPTS) != 0 || SAME(irq_masked[irq]));
    }
    return same;
}

static bool same_slots(word_t may)
{
    bool same = true;

    for (unsigned i = 0; i < SLOTS; i++) {
        if ((may >> i & 1) == 0) {
            same = same & same_cap(&cnode[i], &cnode_was[i]);
        }
    }
    return same;
}

void frame_check(struct contract may)
{
    PROVE(same_registers(&tcb_a, &a_was, may.a_registers), "a's registers, but those named, stay");
    PROVE(same_registers(&tcb_b, &b_was, may.b_registers), "b's registers, but those named, stay");
    PROVE(same_registers(&tcb_c, &c_was, 0), "c's registers stay");
    PROVE(same_thread(&tcb_a, &a_was, may.a), "a, but what is named, stays");
    PROVE(same_thread(&tcb_b, &b_was, may.b), "b, but what is named, stays");
    PROVE(same_thread(&tcb_c, &c_was, may.c), "c, but what is named, stays");
    PROVE(same_things(may.things), "no object but those named changes");
    PROVE(same_slots(may.slots), "no capability but those named changes");
    PROVE(space_same(&may), "no table of an address space, and no asid, but what is named changes");
    PROVE(same_buffers(&may), "no word of a message buffer but those named changes");
    PROVE(same_machine(may.things), "nothing of the machine but what is named changes");
}

/* ---- What the kernel finds its things by ---- */

static bool same_links(const struct tcb *now, const struct tcb *was)
{
    return SAME(link.key) & SAME(link.arrival) & SAME(link.path) & SAME(link.above) &
           SAME(link.below[0]) & SAME(link.below[1]) & SAME(ready_prev) & SAME(ready_next);
}

static bool same_decision(const struct scheduler *now, const struct scheduler *was)
{
    return SAME(current) & SAME(sc) & SAME(now) & SAME(since) & SAME(limit) & SAME(event) &
           SAME(candidate) & SAME(reasons) & SAME(domain);
}

static bool same_ready(void)
{
    bool same = true;

    for (unsigned i = 0; i < NUM_DOMAINS; i++) {
        same = same & (ready_maps[i].words == maps_was[i].words) &
               (ready_maps[i].map[0] == maps_was[i].map[0]) &
               (release_first(i) == released_was[i]);
        for (unsigned priority = 0; priority < NUM_PRIORITIES; priority++) {
            same = same & (ready_lists[i][priority].head == lists_was[i][priority].head) &
                   (ready_lists[i][priority].tail == lists_was[i][priority].tail);
        }
    }
    return same;
}

static bool same_derivation(void)
{
    bool same = true;

    for (unsigned i = 0; i < SLOTS; i++) {
        same = same & (cnode[i].next == cnode_was[i].next) & (cnode[i].prev == cnode_was[i].prev);
    }
    return same;
}

void frame_check_kernel(void)
{
    PROVE(same_links(&tcb_a, &a_was) & same_links(&tcb_b, &b_was) & same_links(&tcb_c, &c_was),
          "the threads' places in queues are the same");
    PROVE(same_decision(&sched, &sched_was), "the decision who runs until when is the same");
    PROVE(same_ready(), "the ready and release queues are the same");
    PROVE(same_derivation(), "the derivation list is the same");
    PROVE((vspace_active.word[0] == active_was.word[0]) &
              (vspace_active.word[1] == active_was.word[1]),
          "the active address space is the same");
    PROVE(machine.deadline == machine_was.deadline, "the timer is set for the same time");
    PROVE(machine.timer_calls == machine_was.timer_calls, "the timer is set as often");
    PROVE(machine.space_calls == machine_was.space_calls, "address spaces are switched as often");
}
