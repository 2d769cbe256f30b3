/* SPDX-License-Identifier: BSD-2-Clause */
/* What all invocations share (ABI.md 3.3), and the words of each error (4). */
#include "nodes.h"

enum { NO_METHOD = 0xdead };

TEST(a_call_on_an_empty_slot_is_an_invalid_capability, "invoke.empty error.invalid_capability")
{
    EXPECT(invoke(slot_new(), UntypedRetype, NONE, NONE), seL4_InvalidCapability, 0);
    EXPECT(invoke(0, InvalidInvocation, NONE, W(1, 2, 3, 4, 5, 6)), seL4_InvalidCapability, 0);
}

TEST(a_call_on_an_endpoint_without_write_is_an_invalid_capability, "invoke.send_right")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    EXPECT(invoke(mint_new(ep, ALL_RIGHTS & ~WRITE_ONLY, 0), 0, NONE, NONE),
           seL4_InvalidCapability, 0);
}

TEST(a_call_on_a_notification_without_write_is_an_invalid_capability, "invoke.send_right")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    EXPECT(invoke(mint_new(ntfn, READ_ONLY, 0), 0, NONE, NONE), seL4_InvalidCapability, 0);
    sys_nbwait(ntfn);
    CHECK_EQUAL(self()->after.x[0], 0);
}

TEST(no_object_knows_a_label_of_another_kind, "invoke.label error.illegal_operation")
{
    static const struct {
        seL4_Word type;
        seL4_Word bits;
    } objects[] = {
        {seL4_UntypedObject, 12},          {seL4_TCBObject, 0},
        {seL4_CapTableObject, 4},          {seL4_SchedContextObject, 8},
        {seL4_ARM_VSpaceObject, 0},        {seL4_ARM_SmallPageObject, 0},
        {seL4_ARM_PageTableObject, 0},
    };

    for (unsigned i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        seL4_CPtr object = make(objects[i].type, objects[i].bits);
        EXPECT(invoke(object, InvalidInvocation, NONE, NONE), seL4_IllegalOperation);
        EXPECT(invoke(object, IRQAckIRQ, NONE, NONE), seL4_IllegalOperation);
        EXPECT(invoke(object, NO_METHOD, NONE, NONE), seL4_IllegalOperation);
    }
}

TEST(the_task_s_own_objects_know_no_label_of_another_kind, "invoke.label")
{
    const seL4_CPtr own[] = {seL4_CapInitThreadTCB, seL4_CapInitThreadCNode,
                             seL4_CapIRQControl, seL4_CapASIDControl, seL4_CapInitThreadASIDPool,
                             seL4_CapBootInfoFrame, seL4_CapDomain, seL4_CapInitThreadSC,
                             SCHED_CTRL};

    for (unsigned i = 0; i < sizeof own / sizeof own[0]; i++) {
        EXPECT(invoke(own[i], NO_METHOD, NONE, NONE), seL4_IllegalOperation);
        EXPECT(invoke(own[i], IRQAckIRQ, NONE, NONE), seL4_IllegalOperation);
    }
}

TEST(an_unknown_label_is_reported_before_anything_missing, "invoke.label")
{
    EXPECT(invoke(ROOT, CNodeRotate + 1, NONE, NONE), seL4_IllegalOperation);
    EXPECT(invoke(ROOT, CNodeRevoke - 1, NONE, W(1, 65)), seL4_IllegalOperation);
    EXPECT(invoke(arena, UntypedRetype + 1, NONE, NONE), seL4_IllegalOperation);
}

TEST(a_label_is_compared_with_all_its_bits, "invoke.label")
{
    EXPECT(invoke(ROOT, 1ull << 32 | CNodeDelete, NONE, W(slot_new(), 64)),
           seL4_IllegalOperation);
    EXPECT(invoke(ROOT, 1ull << 51 | CNodeDelete, NONE, W(slot_new(), 64)),
           seL4_IllegalOperation);
}

TEST(an_empty_slot_is_a_null_capability_where_one_is_allowed, "invoke.null")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(invoke(tcb, TCBSetTimeoutEndpoint, W(slot_new()), NONE));
    OK(invoke(tcb, TCBSetTimeoutEndpoint, W(0), NONE));
    OK(tcb_set_space(tcb, 0, ROOT, 0, VSPACE));
}

TEST(an_empty_slot_counts_as_an_extra_capability, "invoke.null error.invalid_capability")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(invoke(tcb, TCBSetPriority, NONE, W(1)), seL4_TruncatedMessage);
    EXPECT(invoke(tcb, TCBSetPriority, W(slot_new()), W(1)), seL4_InvalidCapability, 1);
}

TEST(a_success_has_no_words, "invoke.success")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    OK(cnode_delete(slot(ep)));
    OK(cnode_revoke(slot(slot_new())));
    OK(invoke(make(seL4_NotificationObject, 0), 0x77, NONE, W(1, 2, 3, 4, 5)));
    OK(invoke(make(seL4_ReplyObject, 0), 0x77, NONE, W(1, 2, 3, 4, 5)));
}

TEST(a_send_runs_the_method_without_an_answer, "invoke.silent")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    sys_send(tcb, MESSAGE(TCBSetFlags, NONE, W(0, seL4_TCBFlag_fpuDisabled)));
    EXPECT(invoke(tcb, TCBSetFlags, NONE, W(0, 0)), seL4_NoError, seL4_TCBFlag_fpuDisabled);
    sys_nbsend(tcb, MESSAGE(TCBSetFlags, NONE, W(seL4_TCBFlag_fpuDisabled, 0)));
    EXPECT(invoke(tcb, TCBSetFlags, NONE, W(0, 0)), seL4_NoError, 0);
}

TEST(an_error_of_a_send_is_dropped, "invoke.silent")
{
    sys_send(ROOT, MESSAGE(CNodeDelete, NONE, W(1, 65)));
    sys_nbsend(ROOT, MESSAGE(NO_METHOD, NONE, NONE));
    sys_send(slot_new(), MESSAGE(CNodeDelete, NONE, W(1, 65)));
    sys_nbsend(slot_new(), MESSAGE(CNodeDelete, NONE, W(1, 65)));
}

TEST(an_address_off_its_alignment_has_no_words, "error.alignment_error")
{
    EXPECT(page_map(make(seL4_ARM_SmallPageObject, 0), WINDOW + 8, READ_WRITE, 3),
           seL4_AlignmentError);
}

TEST(an_argument_out_of_its_values_is_named_by_its_number, "error.invalid_argument")
{
    EXPECT(untyped_retype(arena, seL4_ObjectTypeCount, 0, below(ROOT, 0, 0), slot_new(), 1),
           seL4_InvalidArgument, 0);
    EXPECT(untyped_retype(arena, seL4_CapTableObject, 0, below(ROOT, 0, 0), slot_new(), 1),
           seL4_InvalidArgument, 1);
}

TEST(too_little_memory_tells_how_much_there_is, "error.not_enough_memory")
{
    EXPECT(untyped_retype(make(seL4_UntypedObject, 12), seL4_UntypedObject, 13,
                          below(ROOT, 0, 0), slot_new(), 1),
           seL4_NotEnoughMemory, 4096);
}
