/* SPDX-License-Identifier: BSD-2-Clause */
/* Notifications: signals, and who takes them (ABI.md 11). */
#include "acts.h"

static seL4_CPtr notification_new(void)
{
    return make(seL4_NotificationObject, 0);
}

/* A Wait of the tester's returns at once, with this word. */
static void take(const char *where, seL4_CPtr ntfn, seL4_Word word)
{
    sys_wait(ntfn);
    if (got_message() || got()->badge != word) {
        test_failed(where, "the word of the notification", word, got()->badge);
    }
}

#define TAKE(ntfn, word) take(HERE, ntfn, word)

/* Nothing was signalled: what is now is all that is there then. */
static void expect_idle(seL4_CPtr ntfn)
{
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 1ull << 63), EMPTY_MESSAGE);
    TAKE(ntfn, 1ull << 63);
}

/* ---- Nobody waits ---- */

TEST(a_signal_that_nobody_waits_for_is_kept, "notification.signal.idle notification.wait.active")
{
    seL4_CPtr ntfn = notification_new();

    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 0x123456789abcdef), EMPTY_MESSAGE);
    TAKE(ntfn, 0x123456789abcdef);
    expect_idle(ntfn);
}

TEST(signals_are_or_ed_together, "notification.signal.active")
{
    seL4_CPtr ntfn = notification_new();
    seL4_CPtr five = mint_new(ntfn, ALL_RIGHTS, 5);

    sys_nbsend(five, EMPTY_MESSAGE);
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 1ull << 40 | 4), EMPTY_MESSAGE);
    sys_nbsend(five, EMPTY_MESSAGE);
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    TAKE(ntfn, 1ull << 40 | 5);
    expect_idle(ntfn);
}

TEST(a_signal_without_a_badge_is_a_signal, "notification.signal.badge_zero")
{
    seL4_CPtr ntfn = notification_new();
    struct thread *t = ACTOR(110, WAIT(ntfn), WAIT(ntfn));

    sys_nbsend(ntfn, EMPTY_MESSAGE);
    actor_start(t);
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(heard(t, 0)->badge, 0);
}

TEST(a_copy_signals_with_the_badge_it_has, "notification.signal.idle")
{
    seL4_CPtr ntfn = notification_new();
    seL4_CPtr badged = mint_new(ntfn, ALL_RIGHTS, 6);

    sys_nbsend(mint_new(badged, WRITE_ONLY, 0), EMPTY_MESSAGE);
    TAKE(mint_new(badged, READ_ONLY, 0), 6);
}

TEST(all_calls_that_send_signal, "notification.signal.calls")
{
    seL4_CPtr ntfn = notification_new();
    seL4_CPtr other = notification_new();
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    seL4_CPtr bit[6];

    for (seL4_Word i = 0; i < 6; i++) {
        bit[i] = mint_new(ntfn, ALL_RIGHTS, 1ull << i);
    }
    sys_send(bit[0], EMPTY_MESSAGE);
    TAKE(ntfn, 1);
    sys_nbsend(bit[1], EMPTY_MESSAGE);
    TAKE(ntfn, 2);
    OK(invoke(bit[2], 0, NONE, NONE));
    TAKE(ntfn, 4);
    for (seL4_Word i = 3; i < 6; i++) {
        sys_nbsend(other, EMPTY_MESSAGE);
        if (i == 3) {
            sys_nbsend_recv(bit[i], EMPTY_MESSAGE, other, reply);
        } else if (i == 4) {
            sys_nbsend_wait(bit[i], EMPTY_MESSAGE, other);
        } else {
            sys_reply_recv(other, bit[i], EMPTY_MESSAGE);
        }
        TAKE(ntfn, 1ull << i);
    }
}

TEST(a_signal_carries_its_badge_alone, "notification.signal.message")
{
    seL4_CPtr ntfn = notification_new();
    seL4_CPtr badged = mint_new(ntfn, ALL_RIGHTS, 3);
    struct thread *t = ACTOR(110, WAIT(ntfn));

    actor_start(t);
    sys_send(badged, MESSAGE(0x77, W(ntfn, badged), W(1, 2, 3, 4, 5, 6)));
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(heard(t, 0)->badge, 3);
    CHECK_EQUAL(t->after.x[1], t->before.x[1]);
}

/* ---- Somebody waits ---- */

TEST(a_signal_goes_to_the_thread_that_waits_and_is_not_kept, "notification.signal.waiter")
{
    seL4_CPtr ntfn = notification_new();
    struct thread *t = ACTOR(110, WAIT(ntfn));

    actor_start(t);
    CHECK_EQUAL(t->step, 0);
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 9), EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(heard(t, 0)->badge, 9);
    expect_idle(ntfn);
}

TEST(a_signal_wakes_one_thread, "notification.signal.waiter")
{
    seL4_CPtr ntfn = notification_new();
    struct thread *first = ACTOR(110, WAIT(ntfn));
    struct thread *second = ACTOR(110, WAIT(ntfn));

    actor_start(first);
    actor_start(second);
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 1), EMPTY_MESSAGE);
    CHECK_EQUAL(first->step, 1);
    CHECK_EQUAL(second->step, 0);
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 2), EMPTY_MESSAGE);
    CHECK_EQUAL(second->step, 1);
    CHECK_EQUAL(heard(first, 0)->badge, 1);
    CHECK_EQUAL(heard(second, 0)->badge, 2);
}

TEST(the_thread_of_highest_priority_is_woken_first, "notification.signal.order")
{
    seL4_CPtr ntfn = notification_new();
    struct thread *t[5];
    static const seL4_Word priority[5] = {110, 112, 111, 112, 110};
    static const unsigned order[5] = {1, 3, 2, 0, 4};

    for (unsigned i = 0; i < 5; i++) {
        t[i] = ACTOR(priority[i], WAIT(ntfn));
        actor_start(t[i]);
    }
    for (unsigned i = 0; i < 5; i++) {
        sys_nbsend(ntfn, EMPTY_MESSAGE);
        for (unsigned j = 0; j < 5; j++) {
            CHECK_EQUAL(t[order[j]]->step, j <= i);
        }
    }
}

TEST(a_thread_that_was_suspended_is_not_woken, "notification.wait.cancel")
{
    seL4_CPtr ntfn = notification_new();
    struct thread *t[3];

    for (unsigned i = 0; i < 3; i++) {
        t[i] = ACTOR(110, WAIT(ntfn));
        actor_start(t[i]);
    }
    OK(tcb_suspend(t[1]->tcb));
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    CHECK_EQUAL(t[0]->step, 1);
    CHECK_EQUAL(t[1]->step, 0);
    CHECK_EQUAL(t[2]->step, 1);
    expect_idle(ntfn);
    actor_start(t[1]);
    CHECK_EQUAL(t[1]->step, 0);
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    CHECK_EQUAL(t[1]->step, 1);
}

/* ---- Taking ---- */

TEST(all_calls_that_receive_take_the_word, "notification.wait.active")
{
    seL4_CPtr ntfn = notification_new();
    seL4_CPtr badged = mint_new(ntfn, ALL_RIGHTS, 8);
    seL4_CPtr idle = notification_new();

    for (unsigned i = 0; i < 7; i++) {
        sys_nbsend(badged, EMPTY_MESSAGE);
        switch (i) {
        case 0:
            sys_recv(ntfn, slot_new());
            break;
        case 1:
            sys_nbrecv(ntfn, slot_new());
            break;
        case 2:
            sys_wait(ntfn);
            break;
        case 3:
            sys_nbwait(ntfn);
            break;
        case 4:
            sys_reply_recv(ntfn, make(seL4_ReplyObject, 0), EMPTY_MESSAGE);
            break;
        case 5:
            sys_nbsend_recv(idle, EMPTY_MESSAGE, ntfn, slot_new());
            break;
        default:
            sys_nbsend_wait(idle, EMPTY_MESSAGE, ntfn);
            break;
        }
        CHECK(!got_message());
        CHECK_EQUAL(got()->badge, 8);
        expect_idle(ntfn);
    }
}

TEST(an_idle_notification_has_nothing_for_those_who_do_not_wait, "notification.wait.idle")
{
    seL4_CPtr ntfn = notification_new();

    sys_nbwait(ntfn);
    CHECK_EQUAL(self()->after.x[0], 0);
    CHECK(!got_message());
    sys_nbrecv(ntfn, slot_new());
    CHECK_EQUAL(self()->after.x[0], 0);
    CHECK(!got_message());
    expect_idle(ntfn);
}

TEST(those_who_wait_for_an_idle_notification_stay_there, "notification.wait.idle")
{
    seL4_CPtr ntfn = notification_new();
    struct thread *waits = ACTOR(110, WAIT(ntfn));
    struct thread *receives_ = ACTOR(110, RECV(ntfn));

    actor_start(waits);
    actor_start(receives_);
    CHECK_EQUAL(waits->step + receives_->step, 0);
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    CHECK_EQUAL(waits->step + receives_->step, 2);
}
