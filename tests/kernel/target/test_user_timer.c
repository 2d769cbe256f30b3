/* SPDX-License-Identifier: BSD-2-Clause */
/* The physical timer, and the flag that takes it from a thread (ABI.md 10.1, 12). */
#include "acts.h"
#include "instructions.h"

enum { NO_TIMER = bulkhead_TCBFlag_physicalTimerDisabled, FOREVER_HENCE = 0x7fffffff };

static const struct place_in_space CNTP_TVAL = {3, 3, 14, 2, 0};
static const struct place_in_space CNTP_CTL = {3, 3, 14, 2, 1};
static const struct place_in_space CNTP_CVAL = {3, 3, 14, 2, 2};

static void set_flags(const struct subject *subject, seL4_Word flags)
{
    EXPECT(invoke(subject->thread->tcb, TCBSetFlags, NONE, W(~0ull, flags)), seL4_NoError, flags);
}

static seL4_Bool write_traps(const struct subject *subject, struct place_in_space at, seL4_Word x0)
{
    return execute(subject, system_instruction(WRITE, at, 0), x0).trapped;
}

static seL4_Bool read_traps(const struct subject *subject, struct place_in_space at)
{
    return execute(subject, system_instruction(READ, at, 0), 0).trapped;
}

static seL4_Word value_of(const struct subject *subject, struct place_in_space at)
{
    struct outcome outcome = execute(subject, system_instruction(READ, at, 0), 0);

    CHECK(!outcome.trapped);
    return outcome.x0;
}

TEST(a_new_thread_has_the_physical_timer, "timer.open timer.shared")
{
    struct subject one = subject_new();
    struct subject other = subject_new();

    CHECK(!write_traps(&one, CNTP_CVAL, 0x123456789abcdef0));
    CHECK_EQUAL(value_of(&one, CNTP_CVAL), 0x123456789abcdef0);
    CHECK_EQUAL(value_of(&other, CNTP_CVAL), 0x123456789abcdef0);
    CHECK(!write_traps(&other, CNTP_TVAL, FOREVER_HENCE));
    CHECK(value_of(&one, CNTP_TVAL) <= FOREVER_HENCE);
    CHECK(!write_traps(&other, CNTP_CTL, 3)); /* on, and its interrupt masked */
    CHECK_EQUAL(value_of(&one, CNTP_CTL), 3);
    CHECK(!write_traps(&one, CNTP_CTL, 0));
}

/* Every way to use the timer is a trap to `subject`. */
static void expect_no_timer(const struct subject *subject)
{
    const struct place_in_space timer[] = {CNTP_TVAL, CNTP_CTL, CNTP_CVAL};

    for (unsigned i = 0; i < sizeof timer / sizeof timer[0]; i++) {
        for (enum direction d = WRITE; d <= READ; d++) {
            struct outcome outcome = execute(subject, system_instruction(d, timer[i], 3), 1);

            CHECK(outcome.trapped);
            CHECK_EQUAL(outcome.syndrome, trapped_syndrome(d, timer[i], 3));
            CHECK_EQUAL(outcome.x0, 1);
        }
    }
}

TEST(a_thread_without_the_timer_faults_at_each_use, "timer.off el2.user.timer")
{
    struct subject subject = subject_new();

    set_flags(&subject, NO_TIMER);
    expect_no_timer(&subject);
    set_flags(&subject, 0);
    CHECK(!read_traps(&subject, CNTP_CTL));
    CHECK(!write_traps(&subject, CNTP_CVAL, 0));
    set_flags(&subject, NO_TIMER);
    expect_no_timer(&subject);
}

TEST(a_thread_without_the_timer_reads_the_counter, "timer.counter el2.user.timer")
{
    struct subject subject = subject_new();

    set_flags(&subject, NO_TIMER);
    CHECK(!read_traps(&subject, AT(3, 3, 14, 0, 1)));
    CHECK(!read_traps(&subject, AT(3, 3, 14, 0, 0)));
    CHECK(read_traps(&subject, AT(3, 3, 14, 0, 2)));
    set_flags(&subject, 0);
    CHECK(read_traps(&subject, AT(3, 3, 14, 0, 2)));
}

/* All four mixtures of two rights take turns, in all orders of two. */
TEST(each_thread_may_do_what_its_own_flags_say, "timer.others fpu.off")
{
    enum { FMOV_D0_X1 = 0x9e670020 };
    static const seL4_Word flags[] = {0, seL4_TCBFlag_fpuDisabled, NO_TIMER,
                                      seL4_TCBFlag_fpuDisabled | NO_TIMER};
    static const unsigned turns[] = {0, 1, 0, 2, 0, 3, 1, 2, 1, 3, 2, 3, 3, 0, 0};
    struct subject subject[4];

    for (unsigned i = 0; i < 4; i++) {
        subject[i] = subject_new();
        set_flags(&subject[i], flags[i]);
    }
    for (unsigned i = 0; i < 2 * sizeof turns / sizeof turns[0]; i++) {
        unsigned turn = turns[i / 2];
        const struct subject *s = &subject[turn];
        seL4_Bool no_fp = (flags[turn] & seL4_TCBFlag_fpuDisabled) != 0;
        seL4_Bool no_timer = (flags[turn] & NO_TIMER) != 0;

        if (i % 2 == 0) {
            CHECK(execute(s, FMOV_D0_X1, i).trapped == no_fp);
        }
        CHECK(read_traps(s, CNTP_CVAL) == no_timer);
        if (i % 2 == 1) {
            CHECK(execute(s, FMOV_D0_X1, i).trapped == no_fp);
        }
    }
}

static seL4_Word timer_control(void)
{
    seL4_Word value;

    __asm__ volatile("mrs %0, cntp_ctl_el0" : "=r"(value));
    return value;
}

static void gives_the_timer_up(struct thread *me)
{
    (void)timer_control();
    me->step++;
    EXPECT(invoke(me->tcb, TCBSetFlags, NONE, W(0, NO_TIMER)), seL4_NoError, NO_TIMER);
    me->step++;
    (void)timer_control();
    me->step++;
}

TEST(a_thread_gives_its_own_timer_up_at_once, "timer.off")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = actor_new(gives_the_timer_up, TESTER_PRIORITY - 1);

    faults_to(t, faults);
    actor_start(t);
    let_others_run();
    sys_nbrecv(faults, t->reply);
    CHECK_EQUAL(got()->label, TRAP_FAULT);
    CHECK_EQUAL(t->step, 2);
}

static void would_give_the_timer(struct thread *me)
{
    EXPECT(invoke(me->argument, TCBSetFlags, NONE, W(~0ull, 0)), seL4_NoError, NO_TIMER);
    EXPECT(invoke(me->tcb, TCBSetFlags, NONE, W(~0ull, 0)), seL4_NoError, NO_TIMER);
    me->step++;
}

TEST(who_has_no_timer_gives_it_to_nobody, "tcb.flags.timer")
{
    struct subject child = subject_new();
    struct thread *parent =
        actor_with(would_give_the_timer, TESTER_PRIORITY - 1, child.thread->tcb);

    set_flags(&child, NO_TIMER | seL4_TCBFlag_fpuDisabled);
    EXPECT(invoke(parent->tcb, TCBSetFlags, NONE, W(0, NO_TIMER)), seL4_NoError, NO_TIMER);
    actor_start(parent);
    let_others_run();
    CHECK_EQUAL(parent->step, 1);
    expect_no_timer(&child);
    set_flags(&child, 0);
    CHECK(!read_traps(&child, CNTP_CTL));
}

static void makes_a_thread(struct thread *me)
{
    seL4_CPtr child = make(seL4_TCBObject, 0);

    EXPECT(invoke(child, TCBSetFlags, NONE, W(0, 0)), seL4_NoError, NO_TIMER);
    me->step++;
}

TEST(who_has_no_timer_makes_none_that_has, "tcb.flags.timer")
{
    struct thread *maker = actor_new(makes_a_thread, TESTER_PRIORITY - 1);

    EXPECT(invoke(maker->tcb, TCBSetFlags, NONE, W(0, NO_TIMER)), seL4_NoError, NO_TIMER);
    actor_start(maker);
    let_others_run();
    CHECK_EQUAL(maker->step, 1);
}

static void serves_with_the_timer(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    for (;;) {
        (void)timer_control();
        me->step++;
        sys_reply_recv(me->argument, me->reply, EMPTY_MESSAGE);
    }
}

static void calls_then_tries(struct thread *me)
{
    sys_call(me->argument, EMPTY_MESSAGE);
    me->step++;
    (void)timer_control();
    me->step++;
}

TEST(a_caller_does_not_get_its_servers_timer, "timer.others")
{
    seL4_CPtr endpoint = make(seL4_EndpointObject, 0);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *server = actor_with(serves_with_the_timer, 120, endpoint);
    struct thread *client = actor_with(calls_then_tries, TESTER_PRIORITY - 1, endpoint);

    start_passive(server);
    faults_to(client, faults);
    EXPECT(invoke(client->tcb, TCBSetFlags, NONE, W(0, NO_TIMER)), seL4_NoError, NO_TIMER);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(server->step, 1);
    sys_nbrecv(faults, client->reply);
    CHECK_EQUAL(got()->label, TRAP_FAULT);
    CHECK_EQUAL(client->step, 1);
}
