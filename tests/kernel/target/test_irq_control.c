/* SPDX-License-Identifier: BSD-2-Clause */
/* What IRQ control gives, and to whom it refuses what (ABI.md 12). */
#include "interrupts.h"

enum { FREE_IRQ = 100, OTHER_IRQ = 101 };

/* ---- Get and GetTrigger: checks, in order ---- */

TEST(get_needs_3_words_and_a_cnode, "irq.get.length")
{
    const seL4_CPtr control = seL4_CapIRQControl;

    EXPECT(invoke(control, IRQIssueIRQHandler, W(ROOT), W(999, 1)), seL4_TruncatedMessage);
    EXPECT(invoke(control, IRQIssueIRQHandler, NONE, W(999, 1, 64)), seL4_TruncatedMessage);
}

TEST(get_trigger_needs_4_words_and_a_cnode, "irq.get.length")
{
    const seL4_CPtr control = seL4_CapIRQControl;

    EXPECT(invoke(control, ARMIRQIssueIRQHandlerTrigger, W(ROOT), W(999, 0, 1)),
           seL4_TruncatedMessage);
    EXPECT(invoke(control, ARMIRQIssueIRQHandlerTrigger, NONE, W(999, 0, 1, 64)),
           seL4_TruncatedMessage);
}

TEST(an_interrupt_that_the_machine_does_not_have_is_out_of_range, "irq.get.range")
{
    const struct place bad = {ROOT, 1, 65};

    EXPECT(irq_get(MAX_IRQ + 1, bad), seL4_RangeError, 0, MAX_IRQ);
    EXPECT(irq_get(~0ull, bad), seL4_RangeError, 0, MAX_IRQ);
    EXPECT(irq_get(1ull << 32 | FREE_IRQ, bad), seL4_RangeError, 0, MAX_IRQ);
    EXPECT(irq_get_trigger(MAX_IRQ + 1, EDGE, bad), seL4_RangeError, 0, MAX_IRQ);
    EXPECT(irq_get_trigger(~0ull, LEVEL, bad), seL4_RangeError, 0, MAX_IRQ);
}

TEST(each_interrupt_of_the_machine_can_be_had_but_the_kernel_s,
     "irq.get.range irq.get.kernel el2.irq.reserved")
{
    seL4_CPtr at = slot_new();

    for (seL4_Word irq = 0; irq <= MAX_IRQ; irq++) {
        if (irq_is_the_kernel_s(irq)) {
            EXPECT(irq_get(irq, slot(at)), seL4_RevokeFirst);
            EXPECT(irq_get_trigger(irq, LEVEL, slot(at)), seL4_RevokeFirst);
        } else {
            OK(irq_get(irq, slot(at)));
            OK(cnode_delete(slot(at)));
        }
    }
}

TEST(an_interrupt_is_given_once, "irq.get.taken")
{
    const struct place bad = {ROOT, 1, 65};
    seL4_CPtr handler = slot_new();
    seL4_CPtr other = slot_new();

    OK(irq_get(FREE_IRQ, slot(handler)));
    EXPECT(irq_get(FREE_IRQ, bad), seL4_RevokeFirst);
    EXPECT(irq_get_trigger(FREE_IRQ, EDGE, bad), seL4_RevokeFirst);
    OK(irq_get_trigger(OTHER_IRQ, LEVEL, slot(other)));
    EXPECT(irq_get(OTHER_IRQ, bad), seL4_RevokeFirst);
    OK(cnode_delete(slot(handler)));
    OK(cnode_delete(slot(other)));
}

TEST(an_interrupt_needs_a_place_that_resolves, "irq.get.lookup")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);

    EXPECT(irq_get(FREE_IRQ, below(ROOT, 1, 65)), seL4_RangeError, 1, 64);
    EXPECT(irq_get(FREE_IRQ, below(node, 1, 5)), seL4_FailedLookup, 0, seL4_DepthMismatch, 1, 0);
    EXPECT(irq_get(FREE_IRQ, below(0, 1, 64)), seL4_FailedLookup, 0, seL4_InvalidRoot);
    EXPECT(irq_get_trigger(FREE_IRQ, LEVEL, below(node, 1, 3)), seL4_FailedLookup, 0,
           seL4_DepthMismatch, 3, 4);
}

TEST(an_interrupt_is_not_put_into_a_used_slot, "irq.get.occupied")
{
    seL4_CPtr used = make(seL4_EndpointObject, 0);

    EXPECT(irq_get(FREE_IRQ, slot(used)), seL4_DeleteFirst);
    EXPECT(irq_get_trigger(FREE_IRQ, LEVEL, slot(used)), seL4_DeleteFirst);
}

TEST(a_refused_get_takes_nothing, "irq.get.failure")
{
    seL4_CPtr handler = slot_new();

    EXPECT(irq_get(FREE_IRQ, slot(ROOT)), seL4_DeleteFirst);
    EXPECT(irq_get_trigger(FREE_IRQ, EDGE, below(ROOT, 1, 65)), seL4_RangeError, 1, 64);
    OK(irq_get(FREE_IRQ, slot(handler)));
    OK(cnode_delete(slot(handler)));
}

TEST(an_interrupt_can_be_put_into_any_cnode, "irq.get.place")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);
    seL4_CPtr to = slot_new();

    OK(irq_get(FREE_IRQ, below(node, 7, 4)));
    OK(irq_get_trigger(OTHER_IRQ, LEVEL, below(node, 8, 4)));
    OK(cnode_move(slot(to), below(node, 7, 4)));
    OK(irq_ack(to));
    OK(cnode_delete(slot(to)));
    OK(cnode_delete(below(node, 8, 4)));
}

/* ---- Triggers ---- */

/* How often the UART's line, up all the time, is delivered: acknowledged twice. */
static unsigned deliveries_while_up(struct uart uart, seL4_CPtr handler, seL4_CPtr ntfn)
{
    unsigned count = 0;

    uart_raise(uart);
    for (unsigned i = 0; i < 3; i++) {
        count += delivered(ntfn) != 0 ? 1 : 0;
        OK(irq_ack(handler));
    }
    uart_lower(uart);
    (void)delivered(ntfn);
    OK(irq_ack(handler));
    return count;
}

TEST(a_level_triggered_interrupt_comes_as_long_as_its_line_is_up, "irq.get_trigger.level")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct uart uart = uart_new();
    seL4_CPtr handler = slot_new();

    OK(irq_get_trigger(UART_IRQ, LEVEL, slot(handler)));
    OK(irq_set_notification(handler, mint_new(ntfn, ALL_RIGHTS, 5)));
    CHECK_EQUAL(deliveries_while_up(uart, handler, ntfn), 3);
    OK(cnode_delete(slot(handler)));
    uart_end(uart);
}

TEST(an_edge_triggered_interrupt_comes_when_its_line_goes_up, "irq.get_trigger.edge")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct uart uart = uart_new();
    seL4_CPtr handler = slot_new();

    OK(irq_get_trigger(UART_IRQ, EDGE, slot(handler)));
    OK(irq_set_notification(handler, mint_new(ntfn, ALL_RIGHTS, 5)));
    CHECK_EQUAL(deliveries_while_up(uart, handler, ntfn), 1);
    CHECK_EQUAL(deliveries_while_up(uart, handler, ntfn), 1);
    OK(cnode_delete(slot(handler)));
    OK(cnode_delete(slot(handler_new(UART_IRQ)))); /* level again */
    uart_end(uart);
}

TEST(get_leaves_the_trigger_as_it_is, "irq.get.trigger")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct uart uart = uart_new();
    seL4_CPtr handler = slot_new();

    for (seL4_Word trigger = EDGE + 1; trigger-- > LEVEL;) {
        OK(irq_get_trigger(UART_IRQ, trigger, slot(handler)));
        OK(cnode_delete(slot(handler)));
        OK(irq_get(UART_IRQ, slot(handler)));
        OK(irq_set_notification(handler, mint_new(ntfn, ALL_RIGHTS, 5)));
        CHECK_EQUAL(deliveries_while_up(uart, handler, ntfn), trigger == EDGE ? 1 : 3);
        OK(cnode_delete(slot(handler)));
    }
    uart_end(uart);
}
