/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fast paths against the general code in situations that nobody thought of:
 * a system of threads of several priorities, with their own time of each kind or
 * without, makes system calls at random, on endpoints and notifications that they
 * share.  Each system runs twice, once with and once without the fast paths, and
 * after every system call memory and the scheduler's state are the same.
 */
#include <string.h>

#include "cap_kind.h"
#include "fixture.h"
#include "sched.h"

enum {
    SYSTEMS = 200,
    STEPS = 300,
    THREADS = 7,
    ENDPOINTS = 2,
    NOTIFICATIONS = 3,
    CAPS = 16, /* of those; others do not exist */
    UNKNOWN_CALL = 77,
};

/* ---- Choices ---- */

static uint64_t state;

/* Below `n`. */
static unsigned choose(unsigned n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % n;
}

static bool one_in(unsigned n)
{
    return choose(n) == 0;
}

/* ---- A system ---- */

static struct {
    struct tcb *thread[THREADS];
    word_t reply[THREADS];
    word_t cap[CAPS]; /* endpoints and notifications, with rights of some kind */
    unsigned caps;
    struct tcb *idle; /* never blocks */
    word_t untyped;
    word_t tcb[THREADS]; /* their slots */
    word_t sc[THREADS];
    word_t never;     /* the initial thread waits for it */
    word_t none;      /* an empty slot */
} world;

static word_t any_rights(void)
{
    static const word_t rights[] = {RIGHTS_ALL, RIGHTS_ALL, RIGHT_WRITE | RIGHT_GRANT_REPLY,
                                    RIGHT_WRITE, RIGHT_READ};
    return rights[choose(sizeof rights / sizeof rights[0])];
}

static void make_objects(void)
{
    word_t endpoint = new_object(seL4_EndpointObject, 0);

    for (unsigned i = 0; i < CAPS / 2; i++) {
        if (i == CAPS / 4) {
            endpoint = new_object(seL4_EndpointObject, 0);
        }
        world.cap[world.caps++] = i % 4 == 0 ? endpoint : new_copy(endpoint, any_rights(), i + 1);
    }
    word_t notification = 0;
    for (unsigned i = 0; i < CAPS / 2; i++) {
        if (i % 3 == 0) {
            notification = new_object(seL4_NotificationObject, 0);
        }
        world.cap[world.caps++] = i % 3 == 0 ? notification
                                             : new_copy(notification, any_rights(), BIT(i));
    }
}

/* With a budget and a period, sporadic or not, instead of round robin. */
static void set_period(word_t sc)
{
    assert_ok(kernel_call(bootinfo()->schedcontrol.start,
                          (struct message){.label = SchedControlConfigureFlags,
                                           .length = 5,
                                           .mr = {300, 500, 0, 0, choose(2)},
                                           .caps = 1,
                                           .cap = {sc}}));
}

/* `tcb` may be bound to the notification in `slot`, and lend it its time. */
static void bind(struct tcb *tcb, word_t slot, bool lend)
{
    struct notification *ntfn = cap_notification(root_slot(slot)->cap);

    if (ntfn->bound != NULL || ntfn->queue.head != NULL) {
        return;
    }
    ntfn->bound = tcb;
    tcb->bound_notification = ntfn;
    if (lend) {
        ntfn->sc = tcb->sc;
        tcb->sc->notification = ntfn;
    }
}

static void make_thread(unsigned i)
{
    static const unsigned priorities[THREADS] = {90, 100, 100, 110, 110, 120, 130};
    word_t slot;
    word_t vspace = new_vspace();
    struct tcb *tcb = new_thread(priorities[i], &slot);

    world.thread[i] = tcb;
    world.tcb[i] = slot;
    world.reply[i] = new_object(seL4_ReplyObject, 0);
    assert_ok(kernel_call(slot, (struct message){.label = TCBSetSpace,
                                                 .length = 2,
                                                 .caps = 3,
                                                 .cap = {one_in(5) ? world.none : world.cap[0],
                                                         seL4_CapInitThreadCNode,
                                                         vspace}}));
    for (word_t sc = slot + 1;; sc++) { /* new_thread's next object */
        if (cap_type(root_slot(sc)->cap) == CAP_SCHED_CONTEXT) {
            world.sc[i] = sc;
            break;
        }
    }
}

/* Each thread receives once; then the initial one goes on. */
static void let_all_wait(void)
{
    syscall_enter(seL4_SysWait, world.never, &(struct message){0});
    while (sched_current() != world.idle) {
        struct tcb *tcb = sched_current();
        word_t cap = world.cap[one_in(3) ? CAPS / 2 : CAPS / 4 * choose(2)];
        for (unsigned i = 0; i < THREADS; i++) {
            if (world.thread[i] == tcb) {
                tcb->context.reg[REG_REPLY] = world.reply[i];
            }
        }
        syscall_enter(seL4_SysRecv, cap, &(struct message){0});
        assert_ptr_not_equal(sched_current(), tcb);
    }
    syscall_enter(seL4_SysNBSend, world.never, &(struct message){0});
    assert_ptr_equal(sched_current(), initial_thread());
}

/* How each thread gets its time. */
static void choose_time(unsigned i)
{
    switch (choose(4)) {
    case 0:
        set_period(world.sc[i]);
        assert_ok(kernel_call(world.tcb[i], (struct message){.label = TCBSetTimeoutEndpoint,
                                                             .caps = 1,
                                                             .cap = {one_in(2) ? world.none
                                                                               : world.cap[0]}}));
        break;
    case 1: /* from who calls */
        assert_ok(kernel_call(world.sc[i], (struct message){.label = SchedContextUnbind}));
        break;
    default:
        break;
    }
    struct tcb *tcb = world.thread[i];
    if (one_in(2)) {
        bind(tcb, world.cap[CAPS / 2 + 3 * choose(NOTIFICATIONS)], tcb->sc != NULL && one_in(2));
    }
}

static void build(unsigned seed)
{
    state = seed;
    memset(&world, 0, sizeof world);
    assert_int_equal(fixture_setup(NULL), 0);
    world.untyped = test_untyped();
    world.never = new_object(seL4_NotificationObject, 0);
    world.none = new_slot();
    make_objects();
    for (unsigned i = 0; i < THREADS; i++) {
        make_thread(i);
    }
    world.idle = new_thread(1, NULL);
    let_all_wait();
    for (unsigned i = 0; i < THREADS; i++) {
        choose_time(i);
    }
    syscall_enter(seL4_SysWait, world.never, &(struct message){0});
}

/* ---- Running it ---- */

typedef void (*kernel_entry)(void);

static void enter_general(void)
{
    sched_enter();
    kernel_syscall_general();
}

static word_t any_cap(void)
{
    if (one_in(20)) {
        return one_in(2) ? world.none : world.reply[choose(THREADS)];
    }
    return world.cap[choose(CAPS)];
}

static word_t any_reply(const struct tcb *tcb)
{
    for (unsigned i = 0; i < THREADS; i++) {
        if (world.thread[i] == tcb && !one_in(10)) {
            return world.reply[i];
        }
    }
    return one_in(10) ? world.cap[choose(CAPS)] : world.reply[choose(THREADS)];
}

static void set_message(struct tcb *tcb)
{
    static const unsigned lengths[] = {0, 0, 1, 2, 3, 4, 5, 9, 120, 127};
    word_t *reg = tcb->context.reg;
    word_t *buffer = phys_ptr(cap_object(tcb->slot[TCB_IPC_BUFFER].cap));
    unsigned length = lengths[choose(sizeof lengths / sizeof lengths[0])];
    unsigned caps = one_in(20) ? 1 : 0;

    reg[REG_INFO] = (word_t)(one_in(2) ? choose(1000) : 0) << 12 | (word_t)caps << 7 | length;
    for (unsigned i = 0; i < 4; i++) {
        reg[REG_MR0 + i] = choose(1000);
    }
    buffer[1 + 4] = choose(1000);
    buffer[122] = one_in(3) ? BIT(40) : world.cap[choose(CAPS)]; /* resolves, or does not */
}

/* Most calls do something: a way in is called on, a way out is waited on. */
static void set_call(struct tcb *tcb)
{
    static const int calls[] = {
        seL4_SysCall,       seL4_SysCall,       seL4_SysReplyRecv, seL4_SysReplyRecv,
        seL4_SysNBSendRecv, seL4_SysNBSendWait, seL4_SysSend,      seL4_SysNBSend,
        seL4_SysNBSend,     seL4_SysRecv,       seL4_SysNBRecv,    seL4_SysNBRecv,
        seL4_SysWait,       seL4_SysNBWait,     seL4_SysYield,     UNKNOWN_CALL,
    };
    word_t *reg = tcb->context.reg;
    int call = tcb == world.idle ? (one_in(2) ? seL4_SysNBSend : seL4_SysYield)
                                 : calls[choose(sizeof calls / sizeof calls[0])];

    reg[REG_SYSCALL] = (word_t)(int64_t)call;
    reg[REG_CAP] = any_cap();
    reg[REG_REPLY] = call == seL4_SysNBSendWait ? any_cap() : any_reply(tcb);
    reg[REG_SEND_DEST] = any_cap();
}

/* A fault, whose handler is told. */
static void fault(kernel_entry enter)
{
    word_t code = choose(1000);
    bool vm = one_in(2);

    if (enter == enter_general) {
        sched_enter();
        kernel_fault_general(vm ? seL4_Fault_VMFault : seL4_Fault_UserException, 4, code, vm);
    } else if (vm) {
        kernel_vm_fault(4, code, true);
    } else {
        kernel_user_exception(4, code);
    }
}

/* Who waits for too long calls anew. */
static void set_resume(struct tcb *tcb)
{
    tcb->context.reg[REG_SYSCALL] = (word_t)(int64_t)seL4_SysCall;
    tcb->context.reg[REG_CAP] = world.tcb[choose(THREADS)];
    tcb->context.reg[REG_INFO] = (word_t)TCBResume << 12;
}

static void step(kernel_entry enter)
{
    static const unsigned ticks[] = {0, 0, 1, 10, 100, 1000, 5000, 30000};
    struct tcb *tcb = sched_current();

    host_machine.now += ticks[choose(sizeof ticks / sizeof ticks[0])];
    if (one_in(20)) {
        kernel_interrupt();
        return;
    }
    tcb->progress.at = choose(2); /* it may have been preempted in another operation */
    if (tcb != world.idle && one_in(6)) {
        fault(enter);
        return;
    }
    set_message(tcb);
    set_call(tcb);
    if (tcb == world.idle && one_in(2)) {
        set_resume(tcb);
    }
    tcb->context.next_pc = tcb->context.reg[REG_PC] + 4;
    enter();
}

/* ---- What it leads to ---- */

static uint64_t hash_word(uint64_t hash, uint64_t word)
{
    return (hash ^ word) * 1099511628211u;
}

static uint64_t hash_pointer(uint64_t hash, const void *pointer)
{
    return hash_word(hash, (uintptr_t)pointer);
}

/* Of all objects, the machine and the scheduler. */
static uint64_t state_now(void)
{
    cap_t untyped = root_slot(world.untyped)->cap;
    const word_t *words = phys_ptr(cap_object(untyped));
    uint64_t hash = 14695981039346656037u;

    for (word_t i = 0; i < cap_watermark(untyped) / sizeof(word_t); i++) {
        hash = hash_word(hash, words[i]);
    }
    hash = hash_pointer(hash_pointer(hash, sched.current), sched.sc);
    hash = hash_word(hash_word(hash, sched.since), sched.limit);
    hash = hash_word(hash_word(hash, sched.event), sched.reasons);
    hash = hash_word(hash, host_machine.deadline);
    return hash_word(hash_word(hash, host_machine.root), host_machine.asid);
}

static uint64_t expected[STEPS];

static void test_random_systems_do_the_same_by_the_fast_paths(void **test_state)
{
    (void)test_state;
    for (unsigned seed = 0; seed < SYSTEMS; seed++) {
        build(seed);
        for (unsigned i = 0; i < STEPS; i++) {
            step(enter_general);
            expected[i] = state_now();
        }
        assert_int_equal(fixture_teardown(NULL), 0);
        build(seed);
        for (unsigned i = 0; i < STEPS; i++) {
            step(kernel_syscall);
            if (state_now() != expected[i]) {
                fail_msg("system %u: after step %u the fast path differs", seed, i);
            }
        }
        assert_int_equal(fixture_teardown(NULL), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_systems_do_the_same_by_the_fast_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
