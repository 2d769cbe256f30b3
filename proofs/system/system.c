/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The small system; see system.h.
 */
#include "system.h"

#include "boot_layout.h"
#include "derive.h"
#include "domain.h"
#include "irq.h"
#include "machine_state.h"
#include "place.h"
#include "refill.h"
#include "reply.h"
#include "sched_parts.h"
#include "thread.h"

struct tcb tcb_a, tcb_b, tcb_c, tcb_new;
struct endpoint ep, ep_new;
struct notification ntfn;
struct reply reply_a, reply_b;
struct sc_object sc_a, sc_b, sc_c;
struct cte cnode[SLOTS];
struct buffer buffer_a, buffer_b, buffer_c;
struct phys_range boot_kernel_image = {0x40000000, 0x40200000};

/* ---- Memory ---- */

enum {
    AT_UNTYPED = 0x40200000,
    AT_TCB_A = 0x40210000,
    AT_TCB_B = 0x40211000,
    AT_TCB_C = 0x40212000,
    AT_EP = 0x40213000,
    AT_NTFN = 0x40214000,
    AT_REPLY_A = 0x40215000,
    AT_REPLY_B = 0x40216000,
    AT_SC_A = 0x40217000,
    AT_SC_B = 0x40218000,
    AT_SC_C = 0x40219000,
    AT_CNODE = 0x4021a000,
    AT_BUFFER_A = 0x4021b000,
    AT_BUFFER_B = 0x4021c000,
    AT_BUFFER_C = 0x4021d000,
    UNTYPED_BITS = 18
};

#define OBJECTS(OBJECT)                                                                \
    OBJECT(AT_TCB_A, &tcb_a)                                                           \
    OBJECT(AT_TCB_B, &tcb_b)                                                           \
    OBJECT(AT_TCB_C, &tcb_c)                                                           \
    OBJECT(AT_EP, &ep)                                                                 \
    OBJECT(AT_NTFN, &ntfn)                                                             \
    OBJECT(AT_REPLY_A, &reply_a)                                                       \
    OBJECT(AT_REPLY_B, &reply_b)                                                       \
    OBJECT(AT_SC_A, &sc_a)                                                             \
    OBJECT(AT_SC_B, &sc_b)                                                             \
    OBJECT(AT_SC_C, &sc_c)                                                             \
    OBJECT(AT_CNODE, cnode)                                                            \
    OBJECT(AT_BUFFER_A, &buffer_a)                                                     \
    OBJECT(AT_BUFFER_B, &buffer_b)                                                     \
    OBJECT(AT_BUFFER_C, &buffer_c)                                                     \
    OBJECT(AT_UNTYPED + FREE_MEMORY, &tcb_new)                                         \
    OBJECT(AT_UNTYPED + FREE_MEMORY + (1 << seL4_TCBBits), &ep_new)                    \
    SPACE_OBJECTS(OBJECT)

void *object_at(paddr_t address)
{
#define IS_AT(at, object)                                                              \
    case at:                                                                           \
        return object;
    switch (address) {
        OBJECTS(IS_AT)
    default:
        __CPROVER_assert(false, "property: the kernel uses only memory that is there");
        __CPROVER_assume(0);
        return NULL;
    }
}

paddr_t phys_addr_of(const void *pointer)
{
#define IS_OBJECT(at, object)                                                          \
    if (pointer == (const void *)(object)) {                                           \
        return at;                                                                     \
    }
    OBJECTS(IS_OBJECT)
    return 0;
}

/* ---- Objects ---- */

/* The first capability to the object at `address`, which follows the one before in memory. */
static void original(enum slot slot, enum cap_type type, paddr_t address, word_t fields)
{
    cap_t cap = cap_set_per_type(cap_make(type, address), fields);

    derive_insert_original(&cnode[slot], cap, &cnode[SLOT_UNTYPED]);
}

/* What is any at all: drawn once, so that the same system can be built twice. */
struct user_context nondet_context(void);

static struct {
    struct user_context context[3];
    word_t message[3][DRAWN_WORDS]; /* the first of each buffer */
    word_t badge;  /* of the copy */
    word_t detail; /* of what b does: the badge it sends with, the number of its exception */
    word_t word;   /* the signalled bits */
} drawn;

static void draw(void)
{
    for (unsigned i = 0; i < 3; i++) {
        drawn.context[i] = nondet_context();
        for (unsigned word = 0; word < DRAWN_WORDS; word++) {
            drawn.message[i][word] = nondet_word();
        }
    }
    drawn.badge = nondet_word();
    drawn.detail = nondet_word();
    drawn.word = nondet_word();
    ASSUME(drawn.badge != 0);
}

static void build_sc(struct sc_object *sc, struct tcb *tcb, ticks_t period)
{
    sc->sc = (struct sched_context){.tcb = tcb};
    for (unsigned i = 0; i < RING; i++) {
        sc->sc.refill[i] = (struct refill){.time = 0, .amount = 0};
    }
    refill_new(&sc->sc, RING, BUDGET, period, START);
    tcb->sc = &sc->sc;
}

/* The other words are not what anybody would write there. */
static void build_buffer(struct buffer *buffer, unsigned which)
{
    for (unsigned word = 0; word < BUFFER_WORDS; word++) {
        buffer->word[word] = word < DRAWN_WORDS ? drawn.message[which][word]
                                                : ~(word_t)(which << 8 | word);
    }
}

static void build_thread(struct tcb *tcb, unsigned which, uint8_t priority, word_t guard)
{
    paddr_t buffer = AT_BUFFER_A + which * (AT_BUFFER_B - AT_BUFFER_A);
    cap_t root = cap_set_radix(cap_make(CAP_CNODE, AT_CNODE), RADIX);
    cap_t frame = cap_set_frame_access(cap_make(CAP_FRAME, buffer), ACCESS_READ_WRITE);

    *tcb = (struct tcb){.priority = priority, .mcp = CONFIG_PRIORITIES - 1,
                        .state = THREAD_RUNNING, .ipc_buffer = 0x10000};
    tcb->context = drawn.context[which];
    tcb->context.no_timer = 0;
    root = cap_set_guard_size(root, seL4_WordBits - RADIX - guard);
    derive_insert_root(tcb, root, &cnode[SLOT_CNODE]);
    derive_insert_original(&tcb->slot[TCB_IPC_BUFFER], frame, &cnode[SLOT_UNTYPED]);
    build_buffer(phys_ptr(buffer), which);
}

static void build_kernel(void)
{
    machine_reset();
    place_boot();
    refill_boot();
    irq_boot();
    machine.now = START;
    domain_boot(START);
    sched = (struct scheduler){.now = START, .since = START, .event = domain_deadline()};
    derive_list = (struct cte){.next = NULL};
    for (unsigned i = 0; i < SLOTS; i++) {
        cnode[i] = (struct cte){.next = NULL};
    }
}

static void build_objects(const struct shape *s)
{
    cap_t untyped = cap_set_size_bits(cap_make(CAP_UNTYPED, AT_UNTYPED), UNTYPED_BITS);

    derive_insert_original(&cnode[SLOT_UNTYPED], cap_set_watermark(untyped, FREE_MEMORY), NULL);
    if (s->control != CAP_NULL) {
        derive_insert_original(&cnode[SLOT_CONTROL], cap_make(s->control, 0), NULL);
    }
    space_build(s->space);
    original(SLOT_TCB_A, CAP_TCB, AT_TCB_A, 0);
    original(SLOT_TCB_B, CAP_TCB, AT_TCB_B, 0);
    original(SLOT_TCB_C, CAP_TCB, AT_TCB_C, 0);
    original(SLOT_EP, CAP_ENDPOINT, AT_EP, RIGHTS_ALL);
    word_t rights = s->rights == 0 ? RIGHTS_ALL : s->rights & RIGHTS_ALL;
    cap_t copy = cap_set_rights(cnode[SLOT_EP].cap, rights);
    derive_insert_original(&cnode[SLOT_EP_COPY], cap_set_badge(copy, drawn.badge), &cnode[SLOT_EP]);
    original(SLOT_NTFN, CAP_NOTIFICATION, AT_NTFN, RIGHT_READ | RIGHT_WRITE);
    original(SLOT_REPLY_A, CAP_REPLY, AT_REPLY_A, RIGHT_GRANT);
    original(SLOT_REPLY_B, CAP_REPLY, AT_REPLY_B, RIGHT_GRANT);
    original(SLOT_SC_A, CAP_SCHED_CONTEXT, AT_SC_A, seL4_MinSchedContextBits + 1);
    original(SLOT_SC_B, CAP_SCHED_CONTEXT, AT_SC_B, seL4_MinSchedContextBits + 1);
    original(SLOT_SC_C, CAP_SCHED_CONTEXT, AT_SC_C, seL4_MinSchedContextBits + 1);
    original(SLOT_CNODE, CAP_CNODE, AT_CNODE, RADIX);
    ep = (struct endpoint){.queue = {NULL}};
    ntfn = (struct notification){.active = s->signalled};
    ntfn.badge = s->signalled ? drawn.word : 0;
    reply_a = (struct reply){.tcb = NULL};
    reply_b = (struct reply){.tcb = NULL};
}

/* ---- What b does ---- */

static void b_waits(struct queue *queue, enum thread_state state)
{
    tcb_b.state = state;
    wait_queue_add(queue, &tcb_b);
}

/* It called a, which runs on its time if it has none now. */
static void b_called(bool passive)
{
    tcb_b.state = THREAD_BLOCKED_REPLY;
    tcb_b.reply = &reply_a;
    reply_a.tcb = &tcb_b;
    if (passive) {
        reply_stack_push(&sc_b.sc, &reply_a);
        sc_a.sc.tcb = NULL;
        sc_b.sc.tcb = &tcb_a;
        tcb_a.sc = &sc_b.sc;
        tcb_b.sc = NULL;
    }
}

static void b_sends(const struct shape *s, word_t flags)
{
    tcb_b.context.reg[REG_INFO] = s->label << 12 | s->length;
    tcb_b.send_badge = drawn.detail;
    tcb_b.send_flags = (unsigned)flags;
    b_waits(&ep.queue, THREAD_BLOCKED_SEND);
}

static void b_receives(bool offers, bool bound)
{
    if (offers) {
        tcb_b.reply = &reply_b;
        reply_b.tcb = &tcb_b;
    }
    if (bound) {
        tcb_b.bound_notification = &ntfn;
        ntfn.bound = &tcb_b;
    }
    b_waits(&ep.queue, THREAD_BLOCKED_RECV);
}

static void build_b(const struct shape *s)
{
    if (s->passive && s->b != B_CALLED && s->b != B_FAULTED) {
        sc_b.sc.tcb = NULL;
        tcb_b.sc = NULL;
    }
    switch (s->b) {
    case B_READY:
        if (!s->passive) {
            place_first(&tcb_b);
        }
        break;
    case B_INACTIVE:
        tcb_b.state = THREAD_INACTIVE;
        break;
    case B_RECV:
    case B_RECV_REPLY:
    case B_RECV_BOUND:
        b_receives(s->b == B_RECV_REPLY, s->b == B_RECV_BOUND);
        break;
    case B_SEND: /* enum send_flag */
        b_sends(s, 1);
        break;
    case B_CALL:
        b_sends(s, 1 | 2 | 16 | RIGHT_GRANT_REPLY);
        break;
    case B_WAIT:
        b_waits(&ntfn.queue, THREAD_BLOCKED_NOTIFICATION);
        break;
    case B_FAULTED:
        tcb_b.fault.type = seL4_Fault_UserException;
        tcb_b.fault.address = drawn.detail;
        b_called(s->passive);
        break;
    case B_CALLED:
        b_called(s->passive);
        break;
    }
}

/* ---- What a says ---- */

static void build_call(const struct shape *s)
{
    word_t *reg = tcb_a.context.reg;

    reg[REG_SYSCALL] = (word_t)s->number;
    reg[REG_CAP] = s->cptr;
    reg[REG_REPLY] = s->reply;
    reg[REG_SEND_DEST] = s->dest;
    reg[REG_INFO] = s->label << 12 | s->caps << 7 | s->length;
    for (unsigned i = 0; i < s->given; i++) {
        if (i < 4) {
            reg[REG_MR0 + i] = s->mr[i];
        } else {
            buffer_a.word[1 + i] = s->mr[i];
        }
    }
    for (unsigned i = 0; i < s->caps; i++) {
        buffer_a.word[122 + i] = s->cap[i];
    }
    /* Where b takes capabilities. */
    buffer_b.word[125] = SLOT_CNODE;
    buffer_b.word[126] = SLOT_EMPTY;
    buffer_b.word[127] = RADIX;
}

static void build_a(const struct shape *s)
{
    sched.current = &tcb_a;
    sched.sc = tcb_a.sc;
    timer_set(START + refill_head(sched.sc)->amount);
    machine.now = START + s->used;
    if (s->bound) {
        tcb_a.bound_notification = &ntfn;
        ntfn.bound = &tcb_a;
    }
    if (s->handlers) {
        derive_insert_original(&tcb_a.slot[TCB_FAULT_HANDLER], cnode[SLOT_EP].cap, &cnode[SLOT_EP]);
        derive_insert_original(&tcb_a.slot[TCB_TIMEOUT_HANDLER], cnode[SLOT_EP].cap,
                               &cnode[SLOT_EP]);
    }
    build_call(s);
}

void system_build_again(struct shape s)
{
    build_kernel();
    build_objects(&s);
    build_thread(&tcb_a, 0, A_PRIORITY, s.guard);
    build_thread(&tcb_b, 1, s.priority, 0);
    build_thread(&tcb_c, 2, C_PRIORITY, 0);
    build_sc(&sc_a, &tcb_a, s.period);
    build_sc(&sc_b, &tcb_b, 0);
    build_sc(&sc_c, &tcb_c, 0);
    place_first(&tcb_c);
    build_b(&s);
    build_a(&s);
    space_enter(s.space, s.own);
    tcb_new = (struct tcb){.priority = 0};
    ep_new = (struct endpoint){.queue = {NULL}};
    sched.reasons = 0;
}

void system_build(struct shape s)
{
    draw();
    system_build_again(s);
}

void system_call_next(struct shape s)
{
    build_call(&s);
}
