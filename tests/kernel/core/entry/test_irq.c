/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts as capabilities (ABI.md 12).
 */
#include "fixture.h"

#include "board.h"
#include "derive.h"
#include "irq.h"

enum { UART_IRQ = 33, OTHER_IRQ = 40 };

static struct answer get(word_t irq, word_t slot)
{
    return kernel_call(seL4_CapIRQControl, (struct message){.label = IRQIssueIRQHandler,
                                                            .length = 3,
                                                            .mr = {irq, slot, 64},
                                                            .caps = 1,
                                                            .cap = {seL4_CapInitThreadCNode}});
}

static struct answer get_trigger(word_t irq, word_t trigger, word_t slot)
{
    return kernel_call(seL4_CapIRQControl,
                       (struct message){.label = ARMIRQIssueIRQHandlerTrigger,
                                        .length = 4,
                                        .mr = {irq, trigger, slot, 64},
                                        .caps = 1,
                                        .cap = {seL4_CapInitThreadCNode}});
}

static struct answer issue_sgi(word_t sgi, word_t target, word_t slot)
{
    return kernel_call(seL4_CapIRQControl, (struct message){.label = ARMIRQIssueSGISignal,
                                                            .length = 4,
                                                            .mr = {sgi, target, slot, 64},
                                                            .caps = 1,
                                                            .cap = {seL4_CapInitThreadCNode}});
}

static struct answer set_notification(word_t handler, word_t notification)
{
    return kernel_call(handler, (struct message){.label = IRQSetIRQHandler,
                                                 .caps = 1,
                                                 .cap = {notification}});
}

static struct answer plain_call(word_t cptr, word_t label)
{
    return kernel_call(cptr, (struct message){.label = label});
}

static word_t new_handler(word_t irq)
{
    word_t slot = new_slot();

    assert_ok(get(irq, slot));
    return slot;
}

static struct notification *notification_at(word_t slot)
{
    return cap_notification(root_slot(slot)->cap);
}

static void raise_and_enter(unsigned irq)
{
    host_irq_raise(irq);
    assert_true(arch_irq_pending());
    kernel_interrupt();
}

/* ---- Issuing ---- */

static void test_a_line_is_issued_once(void **state)
{
    (void)state;
    (void)new_handler(UART_IRQ);
    assert_error(get(UART_IRQ, new_slot()), seL4_RevokeFirst);
    assert_false(host_machine.irq_masked[UART_IRQ]);
}

static void test_the_kernels_timer_is_not_to_be_had(void **state)
{
    (void)state;
    assert_error(get(board.timer_irq, new_slot()), seL4_RevokeFirst);
}

static void test_get_checks_come_in_the_abi_order(void **state)
{
    (void)state;
    assert_error(kernel_call(seL4_CapIRQControl,
                             (struct message){.label = IRQIssueIRQHandler,
                                              .length = 2,
                                              .caps = 1,
                                              .cap = {seL4_CapInitThreadCNode}}),
                 seL4_TruncatedMessage);
    assert_error(kernel_call(seL4_CapIRQControl,
                             (struct message){.label = IRQIssueIRQHandler, .length = 3}),
                 seL4_TruncatedMessage);
    assert_error(plain_call(seL4_CapIRQControl, IRQAckIRQ), seL4_IllegalOperation);
    assert_error2(get(160, seL4_CapInitThreadCNode), seL4_RangeError, 0, 159);
    assert_error2(get(1ull << 32, new_slot()), seL4_RangeError, 0, 159);
    assert_error(get(board.timer_irq, seL4_CapInitThreadCNode), seL4_RevokeFirst);
    assert_error(get(UART_IRQ, seL4_CapInitThreadCNode), seL4_DeleteFirst);
    assert_true(host_machine.irq_masked[UART_IRQ]);
    (void)new_handler(159);
}

static void test_get_trigger_programs_the_line(void **state)
{
    (void)state;
    assert_ok(get_trigger(UART_IRQ, 1, new_slot()));
    assert_true(host_machine.irq_edge[UART_IRQ]);
    host_machine.irq_edge[OTHER_IRQ] = true;
    assert_ok(get_trigger(OTHER_IRQ, 0, new_slot()));
    assert_false(host_machine.irq_edge[OTHER_IRQ]);
    assert_error(kernel_call(seL4_CapIRQControl,
                             (struct message){.label = ARMIRQIssueIRQHandlerTrigger,
                                              .length = 3,
                                              .caps = 1,
                                              .cap = {seL4_CapInitThreadCNode}}),
                 seL4_TruncatedMessage);
}

static void test_plain_get_leaves_the_trigger_as_it_is(void **state)
{
    (void)state;
    host_machine.irq_edge[UART_IRQ] = true;
    (void)new_handler(UART_IRQ);
    assert_true(host_machine.irq_edge[UART_IRQ]);
}

/* ---- Delivery ---- */

static void test_an_interrupt_signals_with_the_badge_and_masks_until_ack(void **state)
{
    word_t notification = new_object(seL4_NotificationObject, 0);
    word_t badged = new_copy(notification, RIGHTS_ALL, 0x40);
    word_t handler = new_handler(UART_IRQ);

    (void)state;
    assert_ok(set_notification(handler, badged));
    raise_and_enter(UART_IRQ);
    assert_true(notification_at(notification)->active);
    assert_int_equal(notification_at(notification)->badge, 0x40);
    assert_true(host_machine.irq_masked[UART_IRQ]);
    assert_false(host_machine.irq_active[UART_IRQ]);

    host_irq_raise(UART_IRQ);
    assert_false(arch_irq_pending());
    assert_ok(plain_call(handler, IRQAckIRQ));
    assert_true(arch_irq_pending());
}

static void test_an_interrupt_without_notification_is_masked_and_reported(void **state)
{
    (void)state;
    (void)new_handler(UART_IRQ);
    raise_and_enter(UART_IRQ);
    assert_true(host_machine.irq_masked[UART_IRQ]);
    assert_false(host_machine.irq_active[UART_IRQ]);
    assert_true(host_console_has("interrupt 33"));
}

static void test_a_withdrawn_interrupt_changes_nothing(void **state)
{
    (void)state;
    kernel_interrupt();
    assert_int_equal(host_machine.console_length, 0);
    assert_ptr_equal(sched_current(), initial_thread());
}

static void test_the_timer_interrupt_is_completed_and_not_masked(void **state)
{
    (void)state;
    raise_and_enter(board.timer_irq);
    assert_false(host_machine.irq_masked[board.timer_irq]);
    assert_false(host_machine.irq_active[board.timer_irq]);
    assert_int_equal(host_machine.console_length, 0);
}

static void test_set_notification_takes_only_a_notification_that_may_be_signalled(void **state)
{
    word_t handler = new_handler(UART_IRQ);
    word_t notification = new_object(seL4_NotificationObject, 0);
    word_t read_only = new_copy(notification, RIGHT_READ, 0);

    (void)state;
    assert_error(plain_call(handler, IRQSetIRQHandler), seL4_TruncatedMessage);
    assert_error1(set_notification(handler, seL4_CapInitThreadCNode), seL4_InvalidCapability, 0);
    assert_error1(set_notification(handler, read_only), seL4_InvalidCapability, 0);
    assert_true(cte_is_empty(irq_notification_slot(UART_IRQ)));
}

static void test_the_second_notification_replaces_the_first(void **state)
{
    word_t handler = new_handler(UART_IRQ);
    word_t first = new_object(seL4_NotificationObject, 0);
    word_t second = new_object(seL4_NotificationObject, 0);

    (void)state;
    assert_ok(set_notification(handler, first));
    assert_ok(set_notification(handler, second));
    raise_and_enter(UART_IRQ);
    assert_false(notification_at(first)->active);
    assert_true(notification_at(second)->active);
    assert_true(derive_is_last(root_slot(first)));
}

static void test_clear_ends_delivery(void **state)
{
    word_t handler = new_handler(UART_IRQ);
    word_t notification = new_object(seL4_NotificationObject, 0);

    (void)state;
    assert_ok(set_notification(handler, notification));
    assert_ok(plain_call(handler, IRQClearIRQHandler));
    raise_and_enter(UART_IRQ);
    assert_false(notification_at(notification)->active);
}

static void test_revoking_a_notification_takes_it_from_the_handler(void **state)
{
    word_t handler = new_handler(UART_IRQ);
    word_t untyped = new_object(seL4_UntypedObject, 12);
    word_t notification = new_object_from(untyped, seL4_NotificationObject, 0);

    (void)state;
    assert_ok(set_notification(handler, notification));
    revoke_cap(untyped);
    assert_true(cte_is_empty(irq_notification_slot(UART_IRQ)));
    raise_and_enter(UART_IRQ);
    assert_true(host_console_has("interrupt 33"));
}

static void test_the_last_handler_gives_the_line_back_masked(void **state)
{
    word_t handler = new_handler(UART_IRQ);
    word_t copy = new_copy(handler, RIGHTS_ALL, 0);

    (void)state;
    assert_ok(set_notification(handler, new_object(seL4_NotificationObject, 0)));
    delete_cap(handler);
    assert_error(get(UART_IRQ, new_slot()), seL4_RevokeFirst);
    assert_false(host_machine.irq_masked[UART_IRQ]);
    delete_cap(copy);
    assert_true(host_machine.irq_masked[UART_IRQ]);
    assert_true(cte_is_empty(irq_notification_slot(UART_IRQ)));
    (void)new_handler(UART_IRQ);
}

static void test_revoking_irq_control_takes_all_handlers_back(void **state)
{
    word_t handler = new_handler(UART_IRQ);
    word_t sgi = new_slot();

    (void)state;
    assert_ok(issue_sgi(3, 0, sgi));
    revoke_cap(seL4_CapIRQControl);
    assert_true(cte_is_empty(root_slot(handler)));
    assert_true(cte_is_empty(root_slot(sgi)));
    (void)new_handler(UART_IRQ);
}

/* ---- Software-generated interrupts ---- */

static void test_an_sgi_capability_sends_whatever_the_label(void **state)
{
    word_t sgi = new_slot();

    (void)state;
    assert_ok(issue_sgi(15, 7, sgi));
    assert_ok(plain_call(sgi, 0));
    assert_ok(plain_call(sgi, IRQAckIRQ));
    assert_int_equal(host_machine.sgi_count, 2);
    assert_int_equal(host_machine.sgi, 15);
    assert_int_equal(host_machine.sgi_target, 7);
}

static void test_sgi_issue_errors(void **state)
{
    (void)state;
    assert_error2(issue_sgi(16, 8, seL4_CapInitThreadCNode), seL4_RangeError, 0, 15);
    assert_error1(issue_sgi(0, 8, seL4_CapInitThreadCNode), seL4_InvalidArgument, 1);
    assert_error(issue_sgi(0, 0, seL4_CapInitThreadCNode), seL4_DeleteFirst);
    assert_error(kernel_call(seL4_CapIRQControl,
                             (struct message){.label = ARMIRQIssueSGISignal,
                                              .length = 3,
                                              .caps = 1,
                                              .cap = {seL4_CapInitThreadCNode}}),
                 seL4_TruncatedMessage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        kernel_test(test_a_line_is_issued_once),
        kernel_test(test_the_kernels_timer_is_not_to_be_had),
        kernel_test(test_get_checks_come_in_the_abi_order),
        kernel_test(test_get_trigger_programs_the_line),
        kernel_test(test_plain_get_leaves_the_trigger_as_it_is),
        kernel_test(test_an_interrupt_signals_with_the_badge_and_masks_until_ack),
        kernel_test(test_an_interrupt_without_notification_is_masked_and_reported),
        kernel_test(test_a_withdrawn_interrupt_changes_nothing),
        kernel_test(test_the_timer_interrupt_is_completed_and_not_masked),
        kernel_test(test_set_notification_takes_only_a_notification_that_may_be_signalled),
        kernel_test(test_the_second_notification_replaces_the_first),
        kernel_test(test_clear_ends_delivery),
        kernel_test(test_revoking_a_notification_takes_it_from_the_handler),
        kernel_test(test_the_last_handler_gives_the_line_back_masked),
        kernel_test(test_revoking_irq_control_takes_all_handlers_back),
        kernel_test(test_an_sgi_capability_sends_whatever_the_label),
        kernel_test(test_sgi_issue_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
