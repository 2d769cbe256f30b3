/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fast paths against the general code: each situation is built twice from
 * boot, once it goes through kernel_syscall(), once through
 * kernel_syscall_general(); after every system call all memory and the
 * scheduler's state must be the same.
 */
#include <string.h>

#include "fixture.h"
#include "refill.h"
#include "sched.h"

enum { STEPS = 8, LOW_PRIORITY = 1 };

/* What differs from the plain case: client 100 calls passive server 200, no
   words, with a minted capability with Write and GrantReply. */
struct situation {
    const char *name;
    unsigned length;
    unsigned caps;
    unsigned client_priority; /* 0: 100 */
    unsigned server_priority; /* 0: 200 */
    unsigned rival_priority;  /* 0: no further runnable thread */
    word_t rights;            /* 0: Write, GrantReply */
    bool active_server;       /* keeps its scheduling context */
    bool server_waits;        /* in Wait: offers no reply object */
    bool signalled;           /* the server's bound notification is active */
    bool nested;              /* the server itself was called on lent time */
    bool no_receive_right;
    word_t ticks;             /* that pass before each system call */
    bool releases;            /* a thread waits for its budget, soon due */
    unsigned wakes_priority;  /* not 0: the server wakes such a thread first */
    bool notified;            /* the server runs on its notification's context */
    bool callers;             /* the rival calls, too */
    bool polls;               /* then it takes a call by NBRecv, on that context */
    bool twins;               /* another server waits on the endpoint, too */
    bool client_reads_only;   /* its buffer is not for writing */
    bool server_reads_only;
    bool client_without_buffer;
    bool interrupted;         /* each thread was preempted in another operation before */
    bool used_up;             /* the client, answered, has no budget: its handler is told */
};

static const struct situation situations[] = {
    {.name = "plain"},
    {.name = "one word", .length = 1},
    {.name = "two words", .length = 2},
    {.name = "three words", .length = 3},
    {.name = "four words", .length = 4},
    {.name = "five words", .length = 5},
    {.name = "120 words", .length = 120},
    {.name = "more words than there are", .length = 127},
    {.name = "five words, client's buffer read-only", .length = 5, .client_reads_only = true},
    {.name = "five words, client without buffer", .length = 5, .client_without_buffer = true},
    {.name = "five words, server's buffer read-only", .length = 5, .server_reads_only = true},
    {.name = "a capability", .length = 1, .caps = 1},
    {.name = "a capability, may grant", .caps = 1, .rights = RIGHTS_ALL},
    {.name = "may grant only", .rights = RIGHT_WRITE | RIGHT_GRANT},
    {.name = "may not expect a reply", .rights = RIGHT_WRITE},
    {.name = "may not send", .rights = RIGHT_READ | RIGHT_GRANT_REPLY},
    {.name = "server lower", .server_priority = 50},
    {.name = "server equal", .server_priority = 100},
    {.name = "rival lower", .rival_priority = 50},
    {.name = "rival as client", .rival_priority = 100},
    {.name = "rival between", .rival_priority = 150},
    {.name = "rival as server", .rival_priority = 200},
    {.name = "server lower than rival", .server_priority = 40, .rival_priority = 50},
    {.name = "active server", .active_server = true},
    {.name = "active server, four words", .length = 4, .active_server = true},
    {.name = "active server, 120 words", .length = 120, .active_server = true},
    {.name = "active server, a capability", .caps = 1, .active_server = true},
    {.name = "active server equal", .server_priority = 100, .active_server = true},
    {.name = "active server lower", .server_priority = 50, .active_server = true},
    {.name = "active server lower than rival", .server_priority = 40, .rival_priority = 50,
     .active_server = true},
    {.name = "active server, rival as client", .rival_priority = 100, .active_server = true},
    {.name = "active server, two clients", .rival_priority = 100, .active_server = true,
     .callers = true},
    {.name = "active server, signal pending", .active_server = true, .signalled = true},
    {.name = "active server, time passes", .ticks = 100, .active_server = true},
    {.name = "active server, budget nearly used", .ticks = 31000, .active_server = true},
    {.name = "active server, release soon due", .ticks = 700, .releases = true,
     .active_server = true},
    {.name = "active server, client used up", .active_server = true, .used_up = true},
    {.name = "server in Wait", .server_waits = true},
    {.name = "signal pending", .signalled = true},
    {.name = "nested", .nested = true},
    {.name = "nested with rival", .nested = true, .rival_priority = 150},
    {.name = "server may not receive", .no_receive_right = true},
    {.name = "time passes", .ticks = 100},
    {.name = "budget nearly used", .ticks = 31000},
    {.name = "budget used", .ticks = 63000},
    {.name = "release soon due", .ticks = 700, .releases = true},
    {.name = "wakes one below the client", .wakes_priority = 50},
    {.name = "wakes one between", .wakes_priority = 150},
    {.name = "wakes one above the server", .wakes_priority = 210},
    {.name = "notified", .server_priority = 50, .notified = true},
    {.name = "notified, equal", .server_priority = 100, .notified = true},
    {.name = "interrupted before", .interrupted = true},
    {.name = "interrupted before, active server", .interrupted = true, .active_server = true},
    {.name = "two servers", .twins = true},
    {.name = "two servers, two clients", .twins = true, .callers = true, .rival_priority = 50},
    {.name = "answers an active caller", .server_priority = 50, .notified = true, .polls = true},
    {.name = "answers an active caller, and another calls", .server_priority = 50,
     .notified = true, .polls = true, .callers = true, .rival_priority = 60},
};

/* ---- The situation ---- */

static struct {
    struct tcb *client;
    struct tcb *server;
    struct tcb *outer; /* called the client's way in, nested only */
    word_t ep;         /* what the server receives on */
    word_t client_ep;
    word_t outer_ep;
    word_t outer_input;
    word_t server_reply;
    struct tcb *twin;
    word_t twin_reply;
    word_t outer_reply;
    word_t wake;       /* notification that the initial thread waits on */
    word_t bell;       /* notification that the server signals */
    bool rung;
    struct tcb *rival;
    bool received;     /* the server has received once */
} world;

static void become_passive(struct tcb *tcb, word_t tcb_slot)
{
    for (word_t slot = tcb_slot + 1;; slot++) { /* new_thread's next object */
        if (cap_type(root_slot(slot)->cap) == CAP_SCHED_CONTEXT) {
            assert_ok(kernel_call(slot, (struct message){.label = SchedContextUnbindObject,
                                                         .caps = 1,
                                                         .cap = {tcb_slot}}));
            assert_null(tcb->sc);
            return;
        }
    }
}

/* The current thread waits for a call; the initial thread goes on. */
static void receive_then_back(struct tcb *tcb, word_t ep, word_t reply, bool waits)
{
    syscall_enter(seL4_SysWait, world.wake, &(struct message){0});
    assert_ptr_equal(sched_current(), tcb);
    tcb->context.reg[REG_REPLY] = reply;
    syscall_enter(waits ? seL4_SysWait : seL4_SysRecv, ep, &(struct message){0});
    syscall_enter(seL4_SysNBSend, world.wake, &(struct message){0});
    assert_ptr_equal(sched_current(), initial_thread());
}

/* The time of `server` becomes that of `ntfn`, whose signal wakes it. */
static void run_on_notifications_time(struct tcb *server, word_t ntfn)
{
    struct notification *notification = cap_notification(root_slot(ntfn)->cap);

    notification->sc = server->sc;
    server->sc->notification = notification;
    syscall_enter(seL4_SysNBSend, ntfn, &(struct message){0});
    assert_int_equal(server->state, THREAD_RUNNING);
}

static struct tcb *make_server(const struct situation *s, unsigned priority, word_t ep,
                               word_t reply, bool bind)
{
    word_t slot;
    word_t vspace = new_vspace();
    struct tcb *server = new_thread(priority, &slot);

    assert_ok(kernel_call(slot, (struct message){.label = TCBSetSpace,
                                                 .length = 2,
                                                 .caps = 3,
                                                 .cap = {seL4_CapNull, seL4_CapInitThreadCNode,
                                                         vspace}}));
    receive_then_back(server, ep, reply, s->server_waits);
    if (!s->active_server && !s->notified) {
        become_passive(server, slot);
    }
    if (bind) {
        word_t ntfn = new_object(seL4_NotificationObject, 0);
        assert_ok(kernel_call(slot, (struct message){
                                        .label = TCBBindNotification, .caps = 1, .cap = {ntfn}}));
        if (s->notified) {
            run_on_notifications_time(server, ntfn);
        }
    }
    return server;
}

static struct tcb *make_client(const struct situation *s, unsigned priority)
{
    word_t slot;
    struct tcb *client = new_thread(priority, &slot);

    if (s->used_up) {
        word_t handler = new_object(seL4_EndpointObject, 0);
        assert_ok(kernel_call(slot, (struct message){.label = TCBSetTimeoutEndpoint,
                                                     .caps = 1,
                                                     .cap = {handler}}));
    }
    if (s->client_without_buffer) {
        assert_ok(kernel_call(slot, (struct message){.label = TCBSetIPCBuffer,
                                                     .length = 1,
                                                     .caps = 1,
                                                     .cap = {seL4_CapNull}}));
    }
    return client;
}

static void read_only_buffer(struct tcb *tcb)
{
    cap_t *frame = &tcb->slot[TCB_IPC_BUFFER].cap;
    *frame = cap_set_frame_access(*frame, ACCESS_READ);
}

static void set_buffers(const struct situation *s)
{
    if (s->client_reads_only) {
        read_only_buffer(world.client);
    }
    if (s->server_reads_only) {
        read_only_buffer(world.server);
    }
}

static void build(const struct situation *s)
{
    unsigned client_priority = s->client_priority != 0 ? s->client_priority : 100;
    unsigned server_priority = s->server_priority != 0 ? s->server_priority : 200;
    word_t rights = s->rights != 0 ? s->rights : RIGHT_WRITE | RIGHT_GRANT_REPLY;

    assert_int_equal(fixture_setup(NULL), 0);
    world.wake = new_object(seL4_NotificationObject, 0);
    world.ep = new_object(seL4_EndpointObject, 0);
    world.client_ep = new_copy(world.ep, rights, 0x42);
    world.server_reply = new_object(seL4_ReplyObject, 0);
    (void)new_thread(LOW_PRIORITY, NULL);
    world.server = make_server(s, server_priority, world.ep, world.server_reply, true);
    world.twin = NULL;
    if (s->twins) {
        world.twin_reply = new_object(seL4_ReplyObject, 0);
        world.twin = make_server(s, server_priority, world.ep, world.twin_reply, false);
    }
    world.outer = NULL;
    if (s->nested) {
        world.outer_input = new_object(seL4_EndpointObject, 0);
        world.outer_ep = new_copy(world.outer_input, rights, 0x43);
        world.outer_reply = new_object(seL4_ReplyObject, 0);
        world.outer = make_server(s, server_priority - 10, world.outer_input,
                                  world.outer_reply, false);
    }
    world.bell = new_object(seL4_NotificationObject, 0);
    world.rung = false;
    if (s->wakes_priority != 0) {
        receive_then_back(new_thread(s->wakes_priority, NULL), world.bell, 0, true);
    }
    if (s->no_receive_right) {
        world.ep = new_copy(world.ep, RIGHT_WRITE, 0);
    }
    world.client = make_client(s, client_priority);
    world.rival = s->rival_priority != 0 ? new_thread(s->rival_priority, NULL) : NULL;
    world.received = false;
    if (s->releases) {
        struct tcb *late = new_thread(150, NULL);
        refill_new(late->sc, MIN_REFILLS, 2000, 2500, sched.now); /* waits when it yields */
        syscall_enter(seL4_SysWait, world.wake, &(struct message){0});
        assert_ptr_equal(sched_current(), late);
        syscall_enter(seL4_SysYield, 0, &(struct message){0});
    } else {
        syscall_enter(seL4_SysWait, world.wake, &(struct message){0});
    }
    set_buffers(s);
    if (s->signalled) {
        world.server->bound_notification->active = true;
        world.server->bound_notification->badge = 5;
    }
}

/* ---- Running it ---- */

static void tear_down(const struct situation *s)
{
    if (fixture_teardown(NULL) != 0) {
        fail_msg("\"%s\": an invariant does not hold", s->name);
    }
}

typedef void (*kernel_entry)(void);

static void enter_general(void)
{
    sched_enter();
    kernel_syscall_general();
}

static void message_set(struct tcb *tcb, const struct situation *s)
{
    cap_t frame = tcb->slot[TCB_IPC_BUFFER].cap;

    tcb->context.reg[REG_INFO] =
        (word_t)0x777 << 12 | (word_t)5 << 9 | (word_t)s->caps << 7 | s->length;
    for (unsigned i = 0; i < 4; i++) {
        tcb->context.reg[REG_MR0 + i] = 0x1000 + i;
    }
    if (cap_is_null(frame)) {
        return;
    }
    word_t *buffer = (word_t *)phys_ptr(cap_object(frame));
    for (unsigned i = 4; i < s->length; i++) {
        buffer[1 + i] = 0x1000 + i;
    }
    buffer[122] = world.wake;
}

/* What each thread does when it is its turn. */
static void step(const struct situation *s, kernel_entry enter)
{
    struct tcb *tcb = sched_current();
    word_t *reg = tcb->context.reg;

    host_machine.now += s->ticks;
    tcb->progress.at = s->interrupted;
    message_set(tcb, s);
    if (tcb == world.client || (tcb == world.rival && s->callers)) {
        reg[REG_SYSCALL] = (word_t)seL4_SysCall;
        reg[REG_CAP] = s->nested ? world.outer_ep : world.client_ep;
    } else if (tcb == world.server && s->wakes_priority != 0 && !world.rung) {
        world.rung = true;
        reg[REG_SYSCALL] = (word_t)seL4_SysNBSend;
        reg[REG_CAP] = world.bell;
    } else if (tcb == world.server) {
        bool polls = s->polls && !world.received;
        world.received = true;
        if (s->used_up) {
            refill_head(world.client->sc)->time = host_machine.now + 1000;
        }
        reg[REG_SYSCALL] = (word_t)(polls ? seL4_SysNBRecv : seL4_SysReplyRecv);
        reg[REG_CAP] = world.ep;
        reg[REG_REPLY] = world.server_reply;
    } else if (tcb == world.twin) {
        reg[REG_SYSCALL] = (word_t)seL4_SysReplyRecv;
        reg[REG_CAP] = world.ep;
        reg[REG_REPLY] = world.twin_reply;
    } else if (tcb == world.outer && tcb->reply == NULL && reg[REG_SEND_DEST]++ % 2 == 0) {
        reg[REG_SYSCALL] = (word_t)seL4_SysCall;
        reg[REG_CAP] = world.client_ep;
    } else if (tcb == world.outer) {
        reg[REG_SYSCALL] = (word_t)seL4_SysReplyRecv;
        reg[REG_CAP] = world.outer_input;
        reg[REG_REPLY] = world.outer_reply;
    } else {
        reg[REG_SYSCALL] = (word_t)seL4_SysYield;
    }
    tcb->context.next_pc = reg[REG_PC] + 4;
    enter();
}

struct snapshot {
    unsigned char ram[HOST_RAM_SIZE];
    struct tcb *current;
    struct sched_context *sc;
    ticks_t since;
    ticks_t deadline;
    paddr_t root;
    word_t asid;
};

static struct snapshot expected[STEPS];

static void snapshot_take(struct snapshot *snapshot)
{
    memcpy(snapshot->ram, host_ram, sizeof snapshot->ram);
    snapshot->current = sched.current;
    snapshot->sc = sched.sc;
    snapshot->since = sched.since;
    snapshot->deadline = host_machine.deadline;
    snapshot->root = host_machine.root;
    snapshot->asid = host_machine.asid;
}

static void compare(const struct situation *s, unsigned i)
{
    const struct snapshot *want = &expected[i];

    if (memcmp(want->ram, host_ram, sizeof want->ram) != 0 ||
        want->current != sched.current || want->sc != sched.sc ||
        want->since != sched.since || want->deadline != host_machine.deadline ||
        want->root != host_machine.root || want->asid != host_machine.asid) {
        fail_msg("\"%s\": after system call %u the fast path differs", s->name, i);
    }
}

static void test_fast_paths_do_what_the_general_code_does(void **state)
{
    (void)state;
    for (unsigned k = 0; k < sizeof situations / sizeof situations[0]; k++) {
        const struct situation *s = &situations[k];

        build(s);
        for (unsigned i = 0; i < STEPS; i++) {
            step(s, enter_general);
            snapshot_take(&expected[i]);
        }
        tear_down(s);
        build(s);
        for (unsigned i = 0; i < STEPS; i++) {
            step(s, kernel_syscall);
            compare(s, i);
        }
        tear_down(s);
    }
}

/* Without this one, the test above would pass if no fast path was ever taken:
   the general code does not leave a reason to decide anew behind. */
static void test_plain_call_takes_the_fast_path(void **state)
{
    const struct situation plain = {.name = "plain"};

    (void)state;
    build(&plain);
    for (unsigned i = 0; i < STEPS; i++) {
        sched.reasons = REASON_TIMER;
        step(&plain, kernel_syscall);
        assert_int_equal(sched.reasons, REASON_TIMER);
    }
    step(&plain, enter_general);
    assert_int_equal(sched.reasons, 0);
    tear_down(&plain);
}

/* Two times in one entry would be an account that no clock agrees with. */
static void test_every_entry_reads_the_clock_once(void **state)
{
    (void)state;
    for (unsigned k = 0; k < sizeof situations / sizeof situations[0]; k++) {
        build(&situations[k]);
        for (unsigned i = 0; i < STEPS; i++) {
            host_machine.clock_reads = 0;
            step(&situations[k], kernel_syscall);
            assert_int_equal(host_machine.clock_reads, 1);
        }
        host_machine.clock_reads = 0;
        kernel_interrupt();
        assert_int_equal(host_machine.clock_reads, 1);
        tear_down(&situations[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fast_paths_do_what_the_general_code_does),
        cmocka_unit_test(test_every_entry_reads_the_clock_once),
        cmocka_unit_test(test_plain_call_takes_the_fast_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
