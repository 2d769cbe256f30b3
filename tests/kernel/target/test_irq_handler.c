/* SPDX-License-Identifier: BSD-2-Clause */
/* How interrupts come to notifications, and until when they stay away (ABI.md 12). */
#include "interrupts.h"

enum { FREE_IRQ = 100, BADGE = 0x5500aa00 };

/* The UART's handler, and the notification that it signals with BADGE. */
struct line {
    struct uart uart;
    seL4_CPtr ntfn;
    seL4_CPtr handler;
};

static struct line line_new(void)
{
    struct line line = {.ntfn = make(seL4_NotificationObject, 0)};

    line.uart = uart_new();
    line.handler = handler_new(UART_IRQ);
    OK(irq_set_notification(line.handler, mint_new(line.ntfn, ALL_RIGHTS, BADGE)));
    return line;
}

static void line_end(struct line line)
{
    uart_end(line.uart);
    OK(cnode_delete(slot(line.handler)));
}

TEST(a_handler_knows_no_label_of_irq_control, "invoke.label")
{
    seL4_CPtr handler = handler_new(FREE_IRQ);

    EXPECT(invoke(handler, IRQIssueIRQHandler, NONE, NONE), seL4_IllegalOperation);
    EXPECT(invoke(handler, IRQClearIRQHandler + 1, NONE, NONE), seL4_IllegalOperation);
    EXPECT(invoke(handler, ARMIRQIssueSGISignal, NONE, NONE), seL4_IllegalOperation);
    EXPECT(invoke(seL4_CapIRQControl, IRQSetIRQHandler, NONE, NONE), seL4_IllegalOperation);
    OK(cnode_delete(slot(handler)));
}

/* ---- SetNotification and Clear ---- */

TEST(set_notification_needs_a_capability, "irq.set_notification.length")
{
    seL4_CPtr handler = handler_new(FREE_IRQ);

    EXPECT(invoke(handler, IRQSetIRQHandler, NONE, W(1, 2)), seL4_TruncatedMessage);
    OK(cnode_delete(slot(handler)));
}

TEST(only_a_notification_that_may_be_signalled_is_set, "irq.set_notification.capability")
{
    seL4_CPtr handler = handler_new(FREE_IRQ);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    EXPECT(irq_set_notification(handler, make(seL4_EndpointObject, 0)), seL4_InvalidCapability, 0);
    EXPECT(irq_set_notification(handler, 0), seL4_InvalidCapability, 0);
    EXPECT(irq_set_notification(handler, handler), seL4_InvalidCapability, 0);
    EXPECT(irq_set_notification(handler, mint_new(ntfn, READ_ONLY, 0)), seL4_InvalidCapability, 0);
    OK(irq_set_notification(handler, mint_new(ntfn, WRITE_ONLY, 0)));
    OK(cnode_delete(slot(handler)));
}

TEST(a_refused_notification_leaves_the_one_before, "irq.set_notification.failure")
{
    struct line line = line_new();

    EXPECT(irq_set_notification(line.handler, ROOT), seL4_InvalidCapability, 0);
    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), BADGE);
    line_end(line);
}

TEST(a_new_notification_replaces_the_one_before, "irq.set_notification.replaces")
{
    struct line line = line_new();
    seL4_CPtr other = make(seL4_NotificationObject, 0);

    OK(irq_set_notification(line.handler, mint_new(other, ALL_RIGHTS, 3)));
    uart_raise(line.uart);
    CHECK_EQUAL(delivered(other), 3);
    CHECK_EQUAL(delivered(line.ntfn), 0);
    line_end(line);
}

TEST(the_handler_keeps_a_capability_of_its_own, "irq.set_notification.copy")
{
    struct line line = line_new();
    seL4_CPtr badged = mint_new(line.ntfn, WRITE_ONLY, 0x77);

    OK(irq_set_notification(line.handler, badged));
    OK(cnode_delete(slot(badged)));
    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), 0x77);
    line_end(line);
}

TEST(revoking_the_notification_takes_the_handler_s_capability_along, "irq.set_notification.revoke")
{
    struct line line = line_new();

    OK(cnode_revoke(slot(line.ntfn)));
    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), 0);
    OK(irq_set_notification(line.handler, mint_new(line.ntfn, ALL_RIGHTS, BADGE)));
    OK(irq_ack(line.handler));
    CHECK_EQUAL(delivered(line.ntfn), BADGE);
    line_end(line);
}

TEST(a_cleared_handler_signals_nothing, "irq.clear.clears")
{
    struct line line = line_new();

    OK(irq_clear(line.handler));
    OK(irq_clear(line.handler));
    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), 0);
    line_end(line);
}

TEST(clear_gives_the_capability_back, "irq.clear.clears")
{
    seL4_CPtr handler = handler_new(FREE_IRQ);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr waiting = make(seL4_EndpointObject, 0);
    struct thread *t = actor_in(waits, ntfn, waiting, ROOT, 0);

    OK(irq_set_notification(handler, ntfn));
    actor_start(t);
    let_others_run();
    OK(irq_clear(handler));
    OK(cnode_delete(slot(ntfn))); /* the last one: the waiting thread notices */
    EXPECT_CAP_FAULT(waiting, t->reply, ntfn, 1, seL4_MissingCapability, 0);
    OK(cnode_delete(slot(handler)));
}

/* ---- Delivery ---- */

TEST(an_interrupt_signals_with_the_badge_of_the_capability, "irq.deliver.badge")
{
    struct line line = line_new();

    CHECK_EQUAL(delivered(line.ntfn), 0);
    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), BADGE);
    line_end(line);
}

TEST(an_interrupt_wakes_who_waits, "irq.deliver.badge")
{
    struct line line = line_new();

    uart_raise(line.uart);
    sys_wait(line.ntfn);
    CHECK_EQUAL(self()->after.x[0], BADGE);
    line_end(line);
}

TEST(an_interrupt_is_not_delivered_again_before_ack, "irq.deliver.masked")
{
    struct line line = line_new();

    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), BADGE);
    for (unsigned i = 0; i < 3; i++) {
        CHECK_EQUAL(delivered(line.ntfn), 0);
    }
    uart_lower(line.uart);
    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), 0);
    OK(irq_ack(line.handler));
    CHECK_EQUAL(delivered(line.ntfn), BADGE);
    line_end(line);
}

TEST(an_interrupt_preempts_a_thread_of_lower_priority, "irq.deliver.preempts")
{
    struct line line = line_new();
    struct thread *high = actor_with(waits, 120, line.ntfn);
    struct thread *low;

    actor_start(high);
    CHECK_EQUAL(high->step, 0);
    uart_raise(line.uart);
    for (unsigned i = 0; i < 1000 && high->step == 0; i++) {
    }
    CHECK_EQUAL(high->step, 1); /* without a system call of ours */
    low = actor_with(waits, 80, line.ntfn);
    let_others_run();
    actor_start(low);
    let_others_run();
    OK(irq_ack(line.handler));
    for (volatile unsigned i = 0; i < 1000; i++) {
    }
    CHECK_EQUAL(low->step, 0);
    let_others_run();
    CHECK_EQUAL(low->step, 1);
    line_end(line);
}

TEST(an_edge_while_masked_is_delivered_after_ack, "irq.deliver.pending")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct uart uart = uart_new();
    seL4_CPtr handler = slot_new();

    OK(irq_get_trigger(UART_IRQ, EDGE, slot(handler)));
    OK(irq_set_notification(handler, mint_new(ntfn, ALL_RIGHTS, BADGE)));
    uart_raise(uart);
    CHECK_EQUAL(delivered(ntfn), BADGE);
    uart_lower(uart);
    uart_raise(uart);
    uart_lower(uart);
    CHECK_EQUAL(delivered(ntfn), 0);
    OK(irq_ack(handler));
    CHECK_EQUAL(delivered(ntfn), BADGE);
    OK(cnode_delete(slot(handler)));
    OK(cnode_delete(slot(handler_new(UART_IRQ)))); /* level again */
    uart_end(uart);
}

TEST(a_line_is_enabled_when_it_is_given_and_masked_if_nobody_is_told, "irq.deliver.unhandled")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct uart uart = uart_new();
    seL4_CPtr handler;

    uart_raise(uart);
    handler = handler_new(UART_IRQ);
    OK(irq_set_notification(handler, mint_new(ntfn, ALL_RIGHTS, BADGE)));
    CHECK_EQUAL(delivered(ntfn), 0);
    OK(irq_ack(handler));
    CHECK_EQUAL(delivered(ntfn), BADGE);
    OK(cnode_delete(slot(handler)));
    uart_end(uart);
}

TEST(an_interrupt_reaches_a_thread_that_receives_through_its_bound_notification,
     "irq.deliver.bound")
{
    struct line line = line_new();
    struct thread *t = actor_with(receives, 120, make(seL4_EndpointObject, 0));

    OK(invoke(t->tcb, TCBBindNotification, W(line.ntfn), NONE));
    actor_start(t);
    CHECK_EQUAL(t->step, 0);
    uart_raise(line.uart);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(t->got.badge, BADGE);
    line_end(line);
}

TEST(interrupts_at_the_same_time_are_all_delivered, "irq.deliver.several")
{
    enum { FIRST = 3, COUNT = 4 };
    struct line line = line_new();
    seL4_CPtr handler[COUNT];
    seL4_CPtr sgi[COUNT];

    OK(irq_set_notification(line.handler, mint_new(line.ntfn, ALL_RIGHTS, 1 << COUNT)));
    for (seL4_Word i = 0; i < COUNT; i++) {
        handler[i] = handler_new(FIRST + i);
        sgi[i] = sgi_new(FIRST + i);
        OK(irq_set_notification(handler[i], mint_new(line.ntfn, ALL_RIGHTS, 1ull << i)));
    }
    uart_raise(line.uart);
    for (unsigned i = 0; i < COUNT; i++) {
        sys_send(sgi[i], EMPTY_MESSAGE);
    }
    CHECK_EQUAL(delivered(line.ntfn), (2 << COUNT) - 1);
    for (unsigned i = 0; i < COUNT; i++) {
        OK(cnode_delete(slot(sgi[i])));
        OK(cnode_delete(slot(handler[i])));
    }
    line_end(line);
}

/* ---- Ack ---- */

TEST(ack_is_allowed_at_any_time, "irq.ack.any_time")
{
    seL4_CPtr handler = handler_new(FREE_IRQ);

    OK(irq_ack(handler));
    OK(irq_ack(handler));
    OK(irq_ack(mint_new(handler, NO_RIGHTS, 7)));
    OK(cnode_revoke(slot(handler)));
    OK(cnode_delete(slot(handler)));
}

TEST(ack_without_a_delivery_delivers_nothing, "irq.ack.any_time")
{
    struct line line = line_new();

    OK(irq_ack(line.handler));
    CHECK_EQUAL(delivered(line.ntfn), 0);
    line_end(line);
}

TEST(ack_lets_a_line_that_has_gone_down_rest, "irq.ack.enables")
{
    struct line line = line_new();

    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), BADGE);
    uart_lower(line.uart);
    OK(irq_ack(line.handler));
    CHECK_EQUAL(delivered(line.ntfn), 0);
    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), BADGE);
    line_end(line);
}

TEST(every_copy_of_a_handler_does_the_same, "irq.ack.enables")
{
    struct line line = line_new();
    seL4_CPtr copy = mint_new(line.handler, ALL_RIGHTS, 0);

    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), BADGE);
    OK(irq_ack(copy));
    CHECK_EQUAL(delivered(line.ntfn), BADGE);
    OK(irq_clear(copy));
    OK(irq_ack(line.handler));
    CHECK_EQUAL(delivered(line.ntfn), 0);
    OK(cnode_delete(slot(copy)));
    line_end(line);
}

/* ---- Deletion ---- */

TEST(a_line_without_a_handler_signals_nothing, "irq.delete.masked")
{
    struct line line = line_new();

    OK(cnode_delete(slot(line.handler)));
    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), 0);
    line.handler = handler_new(UART_IRQ);
    CHECK_EQUAL(delivered(line.ntfn), 0);
    OK(irq_ack(line.handler));
    CHECK_EQUAL(delivered(line.ntfn), 0); /* the notification has gone with the handler */
    line_end(line);
}

TEST(a_line_works_while_a_copy_of_its_handler_is_left, "irq.delete.copy")
{
    struct line line = line_new();
    seL4_CPtr copy = mint_new(line.handler, ALL_RIGHTS, 0);

    OK(cnode_delete(slot(line.handler)));
    uart_raise(line.uart);
    CHECK_EQUAL(delivered(line.ntfn), BADGE);
    line.handler = copy;
    line_end(line);
}
