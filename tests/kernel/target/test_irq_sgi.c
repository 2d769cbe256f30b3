/* SPDX-License-Identifier: BSD-2-Clause */
/* Software generated interrupts: capabilities to send them, and that they come (ABI.md 3.2, 12). */
#include "interrupts.h"

enum { BADGE = 0x5500aa00 };

/* ---- IssueSGISignal: checks, in order ---- */

TEST(an_sgi_signal_needs_4_words_and_a_cnode, "irq.sgi.length")
{
    const seL4_CPtr control = seL4_CapIRQControl;

    EXPECT(invoke(control, ARMIRQIssueSGISignal, W(ROOT), W(99, 99, 1)), seL4_TruncatedMessage);
    EXPECT(invoke(control, ARMIRQIssueSGISignal, NONE, W(99, 99, 1, 64)), seL4_TruncatedMessage);
}

TEST(there_are_16_sgis, "irq.sgi.range")
{
    const struct place bad = {ROOT, 1, 65};

    EXPECT(irq_issue_sgi(16, 8, bad), seL4_RangeError, 0, 15);
    EXPECT(irq_issue_sgi(~0ull, 0, bad), seL4_RangeError, 0, 15);
    EXPECT(irq_issue_sgi(1ull << 32, 0, bad), seL4_RangeError, 0, 15);
    for (seL4_Word sgi = 0; sgi < 16; sgi++) {
        OK(cnode_delete(slot(sgi_new(sgi))));
    }
}

TEST(an_sgi_goes_to_one_of_8_targets, "irq.sgi.target")
{
    const struct place bad = {ROOT, 1, 65};
    seL4_CPtr at = slot_new();

    EXPECT(irq_issue_sgi(15, 8, bad), seL4_InvalidArgument, 1);
    EXPECT(irq_issue_sgi(0, ~0ull, bad), seL4_InvalidArgument, 1);
    EXPECT(irq_issue_sgi(0, 1ull << 32, bad), seL4_InvalidArgument, 1);
    OK(irq_issue_sgi(0, 7, slot(at)));
    OK(cnode_delete(slot(at)));
}

TEST(an_sgi_signal_needs_an_empty_slot_that_resolves, "irq.sgi.lookup irq.sgi.occupied")
{
    EXPECT(irq_issue_sgi(3, 0, below(ROOT, 1, 65)), seL4_RangeError, 1, 64);
    EXPECT(irq_issue_sgi(3, 0, below(0, 1, 64)), seL4_FailedLookup, 0, seL4_InvalidRoot);
    EXPECT(irq_issue_sgi(3, 0, slot(ROOT)), seL4_DeleteFirst);
}

TEST(the_same_sgi_can_be_issued_again_and_while_its_handler_exists, "irq.sgi.again")
{
    seL4_CPtr handler = handler_new(3);
    seL4_CPtr one = sgi_new(3);
    seL4_CPtr two = sgi_new(3);

    OK(cnode_revoke(slot(one)));
    CHECK(!slot_is_empty(two));
    OK(cnode_delete(slot(one)));
    OK(cnode_delete(slot(two)));
    OK(cnode_delete(slot(handler)));
}

/* ---- Sending ---- */

TEST(an_sgi_comes_to_its_handler, "irq.sgi.sends")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr other = make(seL4_NotificationObject, 0);
    seL4_CPtr handler = handler_new(5);
    seL4_CPtr other_handler = handler_new(6);
    seL4_CPtr sgi = sgi_new(5);

    OK(irq_set_notification(handler, mint_new(ntfn, ALL_RIGHTS, BADGE)));
    OK(irq_set_notification(other_handler, mint_new(other, ALL_RIGHTS, BADGE)));
    for (unsigned i = 0; i < 3; i++) {
        OK(invoke(sgi, 0, NONE, NONE));
        CHECK_EQUAL(delivered(ntfn), BADGE);
        CHECK_EQUAL(delivered(other), 0);
        OK(irq_ack(handler));
    }
    OK(cnode_delete(slot(sgi)));
    OK(cnode_delete(slot(handler)));
    OK(cnode_delete(slot(other_handler)));
}

TEST(every_way_to_invoke_an_sgi_capability_sends_it, "irq.sgi.any_label irq.sgi.any_call")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr handler = handler_new(15);
    seL4_CPtr sgi = sgi_new(15);
    struct message message = MESSAGE(CNodeDelete, W(ROOT), W(1, 2, 3, 4, 5));

    OK(irq_set_notification(handler, mint_new(ntfn, ALL_RIGHTS, BADGE)));
    for (unsigned i = 0; i < 5; i++) {
        switch (i) {
        case 0: OK(invoke(sgi, ~0ull >> 12, NONE, W(1, 2, 3))); break;
        case 1: sys_call(sgi, message); break;
        case 2: sys_send(sgi, message); break;
        case 3: sys_nbsend(mint_new(sgi, NO_RIGHTS, 9), message); break;
        case 4: sys_nbsend_wait(sgi, message, ntfn); break;
        }
        CHECK_EQUAL(i == 4 ? self()->after.x[0] : delivered(ntfn), BADGE);
        OK(irq_ack(handler));
    }
    OK(cnode_revoke(slot(sgi)));
    OK(cnode_delete(slot(sgi)));
    OK(cnode_delete(slot(handler)));
}

TEST(an_sgi_to_another_core_does_not_come_here, "irq.sgi.other_core")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr handler = handler_new(4);
    seL4_CPtr sgi = slot_new();

    OK(irq_set_notification(handler, mint_new(ntfn, ALL_RIGHTS, BADGE)));
    for (seL4_Word target = 1; target < 8; target++) {
        OK(irq_issue_sgi(4, target, slot(sgi)));
        OK(invoke(sgi, 0, NONE, NONE));
        CHECK_EQUAL(delivered(ntfn), 0);
        OK(cnode_delete(slot(sgi)));
    }
    OK(cnode_delete(slot(handler)));
}
