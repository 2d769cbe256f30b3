/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invariants of the objects of IPC and scheduling: pointers that come in pairs
 * agree and lead to objects that exist, queues hold exactly the threads whose
 * state says so, and are sorted.
 */
#include "arch.h"
#include "check_parts.h"
#include "domain.h"
#include "place.h"
#include "refill.h"
#include "thread.h"
#include "vcpu.h"

/* ---- Queues ---- */

/* The way from the head of `queue` to `tcb` is its path, and those above wait for the same and come
   before it.  Each thread in it is looked at so. */
static const char *check_queued(const struct queue *queue, const struct tcb *tcb)
{
    const struct tcb *at = queue->head;

    for (unsigned level = 0; at != tcb; level++) {
        HOLDS(at != NULL && level < seL4_WordBits, "queue: a thread is on its path");
        HOLDS(check_alive(CAP_TCB, at), "queue: its threads exist");
        HOLDS(at->blocked_on == tcb->blocked_on && at->place == tcb->place &&
                  (tcb->blocked_on == NULL || at->state == tcb->state),
              "queue: its threads wait, all for the same");
        HOLDS(queue_before(at, tcb), "queue: nobody comes before who is above");
        at = at->link.below[tcb->link.path >> (seL4_WordBits - 1 - level) & 1];
    }
    for (unsigned side = 0; side < 2; side++) {
        const struct tcb *below = tcb->link.below[side];
        HOLDS(below == NULL || (check_alive(CAP_TCB, below) && below->link.above == tcb),
              "queue: its threads exist, and above is the inverse of below");
    }
    return NULL;
}

/* The first of a queue is a thread that waits in it; where the others are, they know. */
static const char *check_queue(const struct queue *queue, enum thread_state state)
{
    const struct tcb *head = queue->head;

    if (head != NULL) {
        HOLDS(check_alive(CAP_TCB, head), "queue: its threads exist");
        HOLDS(head->blocked_on == queue && head->state == state,
              "queue: its threads wait for this object");
        HOLDS(head->link.above == NULL, "queue: nobody is above the head");
    }
    return NULL;
}

/* ---- Endpoints, notifications ---- */

static const char *check_endpoint(const struct endpoint *ep)
{
    const struct tcb *head = ep->queue.head;

    HOLDS(head == NULL || head->state == THREAD_BLOCKED_SEND ||
              head->state == THREAD_BLOCKED_RECV,
          "endpoint: its threads send or receive");
    return check_queue(&ep->queue, head == NULL ? THREAD_BLOCKED_SEND : head->state);
}

static const char *check_notification(const struct notification *ntfn)
{
    HOLDS(!ntfn->active || ntfn->queue.head == NULL,
          "notification: nobody waits for an active one");
    if (ntfn->bound != NULL) {
        HOLDS(check_alive(CAP_TCB, ntfn->bound) && ntfn->bound->bound_notification == ntfn,
              "notification: the bound thread knows");
    }
    if (ntfn->sc != NULL) {
        HOLDS(check_alive(CAP_SCHED_CONTEXT, ntfn->sc) && ntfn->sc->notification == ntfn,
              "notification: its scheduling context knows");
    }
    return check_queue(&ntfn->queue, THREAD_BLOCKED_NOTIFICATION);
}

/* ---- Replies ---- */

static const char *check_reply_stack(const struct reply *reply)
{
    if (reply->sc != NULL) {
        HOLDS(check_alive(CAP_SCHED_CONTEXT, reply->sc) && reply->sc->reply == reply,
              "reply: the scheduling context whose stack it heads knows");
        HOLDS(reply->newer == NULL, "reply: only the newest of a stack has its context");
    }
    if (reply->newer != NULL) {
        HOLDS(check_alive(CAP_REPLY, reply->newer) && reply->newer->older == reply,
              "reply: newer is the inverse of older");
    }
    if (reply->older != NULL) {
        HOLDS(check_alive(CAP_REPLY, reply->older) && reply->older->newer == reply,
              "reply: older is the inverse of newer");
    }
    return NULL;
}

static const char *check_reply(const struct reply *reply)
{
    bool stacked = reply->sc != NULL || reply->newer != NULL || reply->older != NULL;

    if (reply->tcb != NULL) {
        HOLDS(check_alive(CAP_TCB, reply->tcb) && reply->tcb->reply == reply,
              "reply: its thread knows");
    }
    HOLDS(!stacked || (reply->tcb != NULL && reply->tcb->state == THREAD_BLOCKED_REPLY),
          "reply: a caller waits on each in a stack");
    return check_reply_stack(reply);
}

/* ---- Scheduling contexts ---- */

const char *check_refill(const struct sched_context *sc, const struct refill *refill,
                         struct refills_seen *seen)
{
    bool round_robin = refill_is_round_robin(sc);
    ticks_t end = seen->end;

    seen->end = refill->time + refill->amount;
    seen->sum += refill->amount;
    HOLDS(round_robin || refill->amount > 0, "refills: none is empty");
    HOLDS(round_robin || refill->time >= end, "refills: each ends before the next begins");
    HOLDS(round_robin || refill->time <= sc->refill[sc->refill_head].time + sc->period,
          "refills: all begin within a period");
    return NULL;
}

static const char *check_refills(const struct sched_context *sc)
{
    bool round_robin = refill_is_round_robin(sc);
    struct refills_seen seen = {0};

    HOLDS(sc->refill_head < sc->refill_max, "refills: the head is in the ring");
    HOLDS(sc->refill_count >= 1 && sc->refill_count <= sc->refill_max,
          "refills: one at least, and no more than fit");
    HOLDS(!round_robin || (sc->refill_head == 0 && sc->refill_count == 2),
          "refills: two of a round robin");
    HOLDS(sc->refill[sc->refill_head].amount >= refill_min_budget,
          "refills: the head is enough to run on");
    for (unsigned i = 0; i < sc->refill_count; i++) {
        unsigned at = (sc->refill_head + i) % sc->refill_max;
        ALSO(check_refill(sc, &sc->refill[at], &seen));
    }
    HOLDS(seen.sum == sc->budget, "refills: they add up to the budget");
    HOLDS(round_robin || sc->budget <= sc->period, "refills: budget within period");
    return NULL;
}

static const char *check_budget(cap_t cap)
{
    const struct sched_context *sc = cap_sched_context(cap);

    if (sc->tcb != NULL) {
        HOLDS(check_alive(CAP_TCB, sc->tcb) && sc->tcb->sc == sc,
              "scheduling context: its thread knows");
    }
    if (sc->notification != NULL) {
        HOLDS(check_alive(CAP_NOTIFICATION, sc->notification) && sc->notification->sc == sc,
              "scheduling context: its notification knows");
    }
    if (sc->reply != NULL) {
        HOLDS(check_alive(CAP_REPLY, sc->reply) && sc->reply->sc == sc,
              "scheduling context: the newest reply of its stack knows");
    }
    if (sc->yield_from != NULL) {
        HOLDS(check_alive(CAP_TCB, sc->yield_from) && sc->yield_from->yield_to == sc,
              "scheduling context: who waits in YieldTo knows");
    }
    HOLDS(sc->refill_max <= refill_capacity((unsigned)cap_size_bits(cap)),
          "refills: the ring fits the object");
    return sc->refill_max == 0 ? NULL : check_refills(sc);
}

/* ---- Threads ---- */

_Static_assert(offsetof(struct endpoint, queue) == 0 && offsetof(struct notification, queue) == 0,
               "a queue's address is its object's");

/* A thread that waits is in the queue of what it waits for. */
static const char *check_blocked(const struct tcb *tcb)
{
    const struct queue *queue = tcb->blocked_on;

    switch (tcb->state) {
    case THREAD_BLOCKED_SEND:
    case THREAD_BLOCKED_RECV:
        HOLDS(check_alive(CAP_ENDPOINT, queue), "thread: its endpoint exists");
        break;
    case THREAD_BLOCKED_NOTIFICATION:
        HOLDS(check_alive(CAP_NOTIFICATION, queue), "thread: its notification exists");
        break;
    default:
        HOLDS(queue == NULL, "thread: in no queue unless it waits");
        return NULL;
    }
    HOLDS(tcb->link.key == wait_queue_key(tcb), "thread: waits by its priority");
    HOLDS(tcb->sc == NULL || tcb->sc->refill_max > 0,
          "thread: one that waits has a configured context");
    return check_queued(queue, tcb);
}

static const char *check_thread_links(const struct tcb *tcb)
{
    if (tcb->sc != NULL) {
        HOLDS(check_alive(CAP_SCHED_CONTEXT, tcb->sc) && tcb->sc->tcb == tcb,
              "thread: its scheduling context knows");
    }
    if (tcb->reply != NULL) {
        HOLDS(check_alive(CAP_REPLY, tcb->reply) && tcb->reply->tcb == tcb,
              "thread: its reply object knows");
        HOLDS(tcb->state == THREAD_BLOCKED_RECV || tcb->state == THREAD_BLOCKED_REPLY,
              "thread: has a reply object only while it receives or waits on it");
    }
    HOLDS(tcb->state != THREAD_BLOCKED_REPLY || tcb->reply != NULL,
          "thread: one that waits for a reply has a reply object");
    if (tcb->bound_notification != NULL) {
        HOLDS(check_alive(CAP_NOTIFICATION, tcb->bound_notification) &&
                  tcb->bound_notification->bound == tcb,
              "thread: its bound notification knows");
    }
    if (tcb->yield_to != NULL) {
        HOLDS(check_alive(CAP_SCHED_CONTEXT, tcb->yield_to) &&
                  tcb->yield_to->yield_from == tcb,
              "thread: whom it yielded to knows");
    }
    return HAVE_VCPUS ? check_guest_thread(tcb) : NULL;
}

static bool slot_is(const struct tcb *tcb, enum tcb_slot slot, enum cap_type type)
{
    cap_t cap = tcb->slot[slot].cap;

    return cap_is_null(cap) || cap_type(cap) == type ||
           (cap_type(cap) == CAP_ZOMBIE && cap_zombie_type(cap) == type);
}

/* What lookups use is what the slot says. */
static const char *check_root(const struct tcb *tcb)
{
    cap_t cap = tcb->slot[TCB_CSPACE].cap;
    bool direct = cap_type(cap) == CAP_CNODE && cap_guard(cap) == 0 &&
                  cap_guard_size(cap) + cap_radix(cap) == seL4_WordBits;

    HOLDS(cap_is_null(cap) || cap_is_root(cap) == direct, "thread: its CSpace is marked");
    HOLDS(tcb->root.slots == (direct ? cap_cnode(cap) : NULL) &&
              tcb->root.mask == (direct ? MASK(cap_radix(cap)) : 0),
          "thread: lookups go to its CSpace");
    return NULL;
}

static const char *check_thread_slots(const struct tcb *tcb)
{
    ALSO(check_root(tcb));
    HOLDS(slot_is(tcb, TCB_CSPACE, CAP_CNODE), "thread: its CSpace is a CNode");
    HOLDS(slot_is(tcb, TCB_VSPACE, CAP_VSPACE), "thread: its VSpace is one");
    HOLDS(slot_is(tcb, TCB_IPC_BUFFER, CAP_FRAME) &&
              !cap_is_device(tcb->slot[TCB_IPC_BUFFER].cap),
          "thread: its IPC buffer is RAM");
    HOLDS(is_aligned(tcb->ipc_buffer, seL4_IPCBufferSizeBits),
          "thread: its IPC buffer is aligned");
    HOLDS(tcb->ipc_buffer != 0 || cap_is_null(tcb->slot[TCB_IPC_BUFFER].cap),
          "thread: no frame without an IPC buffer address");
    for (enum tcb_slot slot = TCB_FAULT_HANDLER; slot <= TCB_TIMEOUT_HANDLER; slot++) {
        cap_t handler = tcb->slot[slot].cap;
        HOLDS(slot_is(tcb, slot, CAP_ENDPOINT), "thread: its handlers are endpoints");
        HOLDS(cap_type(handler) != CAP_ENDPOINT ||
                  ((cap_rights(handler) & RIGHT_WRITE) &&
                   (cap_rights(handler) & (RIGHT_GRANT | RIGHT_GRANT_REPLY))),
              "thread: its handlers can be called");
    }
    return NULL;
}

/* A thread is in a run queue if it could run and does not. */
static const char *check_thread_place(const struct tcb *tcb)
{
    bool could_run = thread_is_runnable(tcb) && tcb->sc != NULL && tcb->sc->refill_max > 0;

    HOLDS(tcb->place == PLACE_NONE || is_ready(tcb) || tcb->place == PLACE_RELEASE,
          "thread: the candidate only while the kernel has not decided");
    HOLDS((tcb->place != PLACE_NONE) == (could_run && tcb != sched_current()),
          "thread: in a run queue exactly if it could run and does not");
    if (is_ready(tcb)) {
        const struct tcb *head = ready_lists[tcb->domain][tcb->priority].head;
        HOLDS(tcb->ready_prev == NULL ? head == tcb : tcb->ready_prev->ready_next == tcb,
              "thread: in the ready queue of its domain and priority");
    }
    if (tcb->place == PLACE_RELEASE) {
        const struct queue release = {release_first(tcb->domain)};
        HOLDS(tcb->link.key == refill_head(tcb->sc)->time, "thread: waits for its first refill");
        return check_queued(&release, tcb);
    }
    HOLDS(tcb->blocked_on != NULL || (tcb->link.above == NULL && tcb->link.below[0] == NULL &&
                                      tcb->link.below[1] == NULL),
          "thread: above and below nobody unless it waits");
    return NULL;
}

static const char *check_tcb(const struct tcb *tcb)
{
    HOLDS(tcb->state <= THREAD_BLOCKED_NOTIFICATION, "thread: in a state that there is");
    HOLDS(tcb->domain < NUM_DOMAINS, "thread: in a domain that there is");
    HOLDS(arch_may_use_timer(tcb) ==
              ((tcb->flags & bulkhead_TCBFlag_physicalTimerDisabled) == 0),
          "thread: it may use the timer if its flags say so");
    HOLDS(tcb->progress.at == 0 || thread_is_runnable(tcb) || tcb->state == THREAD_INACTIVE ||
              tcb->fault.type != seL4_Fault_NullFault,
          "thread: one that waits is in no other operation");
    ALSO(check_blocked(tcb));
    ALSO(check_thread_links(tcb));
    ALSO(check_thread_slots(tcb));
    return check_thread_place(tcb);
}

const char *check_object(cap_t cap)
{
    switch (cap_type(cap)) {
    case CAP_ENDPOINT:
        return check_endpoint(cap_endpoint(cap));
    case CAP_NOTIFICATION:
        return check_notification(cap_notification(cap));
    case CAP_REPLY:
        return check_reply(cap_reply(cap));
    case CAP_SCHED_CONTEXT:
        return check_budget(cap);
    case CAP_TCB:
        return check_tcb(cap_tcb(cap));
    case CAP_VCPU:
        return HAVE_VCPUS ? check_vcpu(cap_vcpu(cap)) : NULL;
    default:
        return NULL;
    }
}

/* ---- Run queues ---- */

/* Of 64 priorities from `first` on: a bit for each whose queue is not empty. */
static word_t ready_bits(unsigned domain, unsigned first)
{
    word_t bits = 0;

    for (unsigned i = 0; i < seL4_WordBits; i++) {
        struct thread_list list = ready_lists[domain][first + i];
        bits |= (word_t)((list.head != NULL) | (list.tail != NULL)) << i;
    }
    return bits;
}

static const char *check_ready_queue(unsigned domain, unsigned priority)
{
    const struct tcb *prev = NULL;

    for (const struct tcb *tcb = ready_lists[domain][priority].head; tcb != NULL;
         tcb = tcb->ready_next) {
        HOLDS(check_alive(CAP_TCB, tcb), "ready queue: its threads exist");
        HOLDS(tcb->ready_prev == prev, "ready queue: prev is the inverse of next");
        HOLDS(is_ready(tcb) && tcb->domain == domain && tcb->priority == priority,
              "ready queue: its threads are ready, of its domain and priority");
        prev = tcb;
    }
    HOLDS(ready_lists[domain][priority].tail == prev,
          "ready queue: the tail is its last thread");
    return NULL;
}

static const char *check_release_queue(unsigned domain)
{
    const struct tcb *head = release_first(domain);

    if (head != NULL) {
        HOLDS(check_alive(CAP_TCB, head), "queue: its threads exist");
        HOLDS(head->place == PLACE_RELEASE, "release queue: its threads wait for budget");
        HOLDS(head->link.above == NULL, "queue: nobody is above the head");
    }
    return NULL;
}

/* Word `word` of the domain's map, and the queues that it stands for. */
static const char *check_ready_map(unsigned domain, unsigned word)
{
    unsigned first = word * seL4_WordBits;
    word_t bits = ready_bits(domain, first);

    HOLDS(bits == ready_maps[domain].map[word], "ready queue: the map knows which are not empty");
    HOLDS(((ready_maps[domain].words & BIT(word)) != 0) == (bits != 0),
          "ready queue: and which words of the map are not 0");
    for (; bits != 0; bits &= bits - 1) {
        ALSO(check_ready_queue(domain, first + (unsigned)__builtin_ctzll(bits)));
    }
    return NULL;
}

/* Of time: the current thread pays, and whatever comes first interrupts it. */
static const char *check_time(const struct tcb *current)
{
    const struct tcb *waiting = release_first(sched.domain);
    ticks_t event = domain_deadline();

    if (waiting != NULL) {
        event = min_word(event, refill_head(waiting->sc)->time);
    }
    HOLDS(sched.sc == current->sc, "time: the running thread's context is charged");
    HOLDS(refill_ready(sched.sc, sched.now), "time: it may be used now");
    HOLDS(sched.event == event, "time: the next event is the earliest");
    ticks_t end = sched.since + refill_head(sched.sc)->amount;
    HOLDS(sched.limit == min_word(event, end - refill_min_budget + 1),
          "time: up to the limit there is no event, and budget enough");
    HOLDS(arch_timer_deadline() == min_word(event, end),
          "time: the timer is set for that, or the end of the slice");
    return NULL;
}

const char *check_scheduler(void)
{
    const struct tcb *current = sched_current();

    for (unsigned domain = 0; domain < NUM_DOMAINS; domain++) {
        for (unsigned word = 0; word < READY_MAP_WORDS; word++) {
            ALSO(check_ready_map(domain, word));
        }
        ALSO(check_release_queue(domain));
    }
    HOLDS(current != NULL && check_alive(CAP_TCB, current), "scheduler: the thread exists");
    HOLDS(sched_can_run(current), "scheduler: the thread can run");
    HOLDS(current->domain == sched.domain, "scheduler: the thread is of this domain");
    HOLDS(sched.candidate == NULL && sched.reasons == 0, "scheduler: it has decided");
    HOLDS(domain_schedule_ok(sched.domain), "domains: the schedule is well formed");
    return check_time(current);
}
