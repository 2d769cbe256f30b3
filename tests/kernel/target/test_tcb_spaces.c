/* SPDX-License-Identifier: BSD-2-Clause */
/* TCB Configure, SetSpace and SetIPCBuffer (ABI.md 10.1, 9.5). */
#include "nodes.h"
#include "victims.h"

/* An address that could be an IPC buffer's, and a frame for one. */
enum { BUFFER_AT = 0x10000 };

static seL4_CPtr buffer_frame(void)
{
    return make(seL4_ARM_SmallPageObject, 0);
}

static seL4_Word set_ipc_buffer(seL4_CPtr tcb, seL4_Word address, seL4_CPtr frame)
{
    return invoke(tcb, TCBSetIPCBuffer, W(frame), W(address));
}

/* Configure with a vspace data word of 0. */
static seL4_Word configure(seL4_CPtr tcb, seL4_CPtr cspace, seL4_CPtr vspace, seL4_Word buffer,
                           seL4_CPtr frame)
{
    return tcb_configure(tcb, cspace, 0, vspace, buffer, frame);
}

/* A device's frame. */
static seL4_CPtr device_frame(void)
{
    seL4_CPtr frame = slot_new();

    for (seL4_Word i = 0;; i++) {
        CHECK(i < bootinfo->untyped.end - bootinfo->untyped.start);
        if (bootinfo->untypedList[i].isDevice && bootinfo->untypedList[i].sizeBits >= 12) {
            OK(untyped_retype(bootinfo->untyped.start + i, seL4_ARM_SmallPageObject, 0,
                              below(ROOT, 0, 0), frame, 1));
            return frame;
        }
    }
}

/* Whether the CSpace of `tcb` is `root`, with plain slot numbers: it faults at 0 in its own way. */
static void expect_space(seL4_CPtr tcb, struct thread *t, seL4_CPtr faults, seL4_Word bits_left,
                         seL4_Word guard, seL4_Word guard_bits)
{
    struct registers registers = registers_pattern(victim_svc, 0);

    registers.r[R_X0] = 1ull << 63;
    registers.r[R_X0 + 1] = 0;
    registers.r[R_X7] = (seL4_Word)seL4_SysSend;
    OK(tcb_write_registers(tcb, 1, R_COUNT, &registers));
    EXPECT_FAULT(faults, t->reply, seL4_Fault_CapFault, (seL4_Word)victim_svc, 1ull << 63, 0,
                 seL4_GuardMismatch, bits_left, guard, guard_bits);
}

/* ---- Configure: checks in order ---- */

TEST(configure_needs_3_words_and_3_capabilities, "tcb.configure.length")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(invoke(tcb, TCBConfigure, W(0, 0, 0), W(0, 0)), seL4_TruncatedMessage);
    EXPECT(invoke(tcb, TCBConfigure, W(0, 0), W(0, 0, 1)), seL4_TruncatedMessage);
}

TEST(configure_takes_a_frame_for_the_buffer, "tcb.configure.buffer tcb.buffer.frame")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    const seL4_CPtr wrong[] = {slot_new(), make(seL4_EndpointObject, 0), ROOT, device_frame()};

    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        EXPECT(configure(tcb, ROOT, VSPACE, BUFFER_AT, wrong[i]), seL4_IllegalOperation);
        EXPECT(set_ipc_buffer(tcb, BUFFER_AT, wrong[i]), seL4_IllegalOperation);
        EXPECT(configure(tcb, ROOT, VSPACE, BUFFER_AT + 8, wrong[i]), seL4_IllegalOperation);
        EXPECT(set_ipc_buffer(tcb, BUFFER_AT + 8, wrong[i]), seL4_IllegalOperation);
    }
    OK(cnode_delete(slot(wrong[3])));
}

TEST(a_buffer_is_aligned_to_its_size, "tcb.configure.buffer tcb.buffer.alignment")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr frame = buffer_frame();

    EXPECT(configure(tcb, ROOT, VSPACE, BUFFER_AT + 512, frame), seL4_AlignmentError);
    EXPECT(set_ipc_buffer(tcb, BUFFER_AT + 1023, frame), seL4_AlignmentError);
    OK(configure(tcb, ROOT, VSPACE, BUFFER_AT + 1024, frame));
    OK(set_ipc_buffer(tcb, BUFFER_AT + 3072, frame));
}

TEST(a_wrong_buffer_is_reported_before_a_wrong_cspace, "tcb.configure.buffer")
{
    EXPECT(configure(make(seL4_TCBObject, 0), VSPACE, VSPACE, BUFFER_AT + 8, buffer_frame()),
           seL4_AlignmentError);
}

TEST(without_a_buffer_address_the_frame_does_not_matter, "tcb.configure.no_buffer")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(configure(tcb, ROOT, VSPACE, 0, make(seL4_EndpointObject, 0)));
    OK(set_ipc_buffer(tcb, 0, make(seL4_EndpointObject, 0)));
    OK(set_ipc_buffer(tcb, 0, slot_new()));
}

TEST(a_root_that_is_the_last_capability_cannot_be_replaced,
     "tcb.configure.last_root tcb.space.last_root")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr root = make(seL4_CapTableObject, 4);
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr second = slot_new();

    OK(tcb_set_space(tcb, 0, root, 0, VSPACE));
    OK(cnode_copy(slot(second), slot(root), ALL_RIGHTS));
    OK(cnode_delete(slot(root)));
    OK(configure(tcb, second, VSPACE, 0, 0));
    OK(cnode_delete(slot(second)));
    EXPECT(configure(tcb, ROOT, VSPACE, 0, 0), seL4_IllegalOperation);
    EXPECT(tcb_set_space(tcb, 0, ROOT, 0, VSPACE), seL4_IllegalOperation);
    EXPECT(configure(tcb, ROOT, VSPACE, BUFFER_AT + 8, buffer_frame()), seL4_AlignmentError);
    EXPECT(tcb_set_space(tcb, ROOT, arena, 0, faults), seL4_IllegalOperation);
}

TEST(a_cspace_is_a_cnode, "tcb.configure.cspace tcb.space.cspace")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    const seL4_CPtr wrong[] = {slot_new(), make(seL4_EndpointObject, 0), VSPACE, tcb};

    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        EXPECT(configure(tcb, wrong[i], VSPACE, 0, 0), seL4_IllegalOperation);
        EXPECT(tcb_set_space(tcb, 0, wrong[i], 0, VSPACE), seL4_IllegalOperation);
    }
}

TEST(a_cspace_that_cannot_be_copied_is_reported_as_such,
     "tcb.configure.cspace tcb.space.cspace")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(configure(tcb, arena, VSPACE, 0, 0), seL4_RevokeFirst);
    EXPECT(tcb_set_space(tcb, 0, arena, 0, VSPACE), seL4_RevokeFirst);
    EXPECT(configure(tcb, arena, ROOT, 0, 0), seL4_RevokeFirst);
}

TEST(a_guard_that_is_too_long_is_refused, "tcb.configure.cspace tcb.space.cspace")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr node = node_new(4, 0, 0);

    EXPECT(tcb_configure(tcb, node, guard_data(0, 61), VSPACE, 0, 0), seL4_IllegalOperation);
    EXPECT(tcb_set_space(tcb, 0, node, guard_data(0, 61), VSPACE), seL4_IllegalOperation);
    OK(tcb_set_space(tcb, 0, node, guard_data(0, 60), VSPACE));
}

TEST(a_vspace_has_an_asid, "tcb.configure.vspace tcb.space.vspace")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    const seL4_CPtr wrong[] = {slot_new(), ROOT, make(seL4_ARM_VSpaceObject, 0),
                               make(seL4_ARM_PageTableObject, 0)};

    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        EXPECT(configure(tcb, ROOT, wrong[i], 0, 0), seL4_IllegalOperation);
        EXPECT(tcb_set_space(tcb, 0, ROOT, 0, wrong[i]), seL4_IllegalOperation);
    }
    EXPECT(configure(tcb, ROOT, arena, 0, 0), seL4_RevokeFirst);
    EXPECT(tcb_set_space(tcb, ROOT, ROOT, 0, arena), seL4_RevokeFirst);
}

/* ---- SetSpace: what differs ---- */

TEST(set_space_needs_2_words_and_3_capabilities, "tcb.space.length")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(invoke(tcb, TCBSetSpace, W(0, ROOT, VSPACE), W(0)), seL4_TruncatedMessage);
    EXPECT(invoke(tcb, TCBSetSpace, W(ROOT, VSPACE), W(0, 0)), seL4_TruncatedMessage);
}

TEST(set_space_looks_at_the_fault_endpoint_last, "tcb.space.handler")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(tcb_set_space(tcb, ROOT, VSPACE, 0, VSPACE), seL4_IllegalOperation);
    EXPECT(tcb_set_space(tcb, ROOT, ROOT, 0, ROOT), seL4_IllegalOperation);
    EXPECT(tcb_set_space(tcb, ROOT, ROOT, 0, VSPACE), seL4_InvalidCapability, 1);
}

TEST(set_space_replaces_the_fault_endpoint, "tcb.space.replaces")
{
    seL4_CPtr first = make(seL4_EndpointObject, 0);
    seL4_CPtr second = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_stop, 0);
    struct thread *t = victim_new(first, &registers);

    OK(tcb_set_space(t->tcb, second, ROOT, 0, VSPACE));
    actor_start(t);
    EXPECT_STOP(second, t->reply, &registers);
    OK(tcb_set_space(t->tcb, slot_new(), ROOT, 0, VSPACE));
    answer_fault(t->reply, 0, NONE);
    EXPECT_NO_FAULT(second, t->reply);
}

TEST(configure_keeps_the_fault_endpoint, "tcb.configure.keeps_handler")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_stop, 0);
    struct thread *t = victim_new(faults, &registers);

    OK(configure(t->tcb, ROOT, VSPACE, 0, 0));
    actor_start(t);
    EXPECT_STOP(faults, t->reply, &registers);
}

TEST(an_error_of_set_space_changes_nothing, "tcb.space.failure")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = victim_at(faults, victim_stop, 0, 0);
    seL4_CPtr node = node_new(4, 5, 3);

    OK(tcb_set_space(t->tcb, faults, node, 0, VSPACE));
    EXPECT(tcb_set_space(t->tcb, ROOT, ROOT, 0, VSPACE), seL4_InvalidCapability, 1);
    EXPECT(tcb_set_space(t->tcb, 0, ROOT, 0, ROOT), seL4_IllegalOperation);
    expect_space(t->tcb, t, faults, 64, 5, 3);
}

TEST(an_error_of_configure_changes_nothing, "tcb.configure.failure")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr frame = buffer_frame();
    struct thread *t = victim_at(faults, victim_stop, 0, 0);
    seL4_CPtr node = node_new(4, 5, 3);

    OK(tcb_set_space(t->tcb, faults, node, 0, VSPACE));
    EXPECT(configure(t->tcb, ROOT, ROOT, BUFFER_AT, frame), seL4_IllegalOperation);
    expect_space(t->tcb, t, faults, 64, 5, 3);
    OK(cnode_delete(slot(frame)));
}

/* ---- What the data words do ---- */

TEST(data_0_leaves_the_guard_as_it_is, "tcb.configure.data")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = victim_at(faults, victim_stop, 0, 0);
    seL4_CPtr node = node_new(4, 6, 3);

    OK(tcb_set_space(t->tcb, faults, node, 0, VSPACE));
    expect_space(t->tcb, t, faults, 64, 6, 3);
    OK(configure(t->tcb, node, VSPACE, 0, 0));
    expect_space(t->tcb, t, faults, 64, 6, 3);
}

TEST(data_of_a_cnode_sets_the_guard_of_the_thread_s_copy_alone, "tcb.configure.data")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = victim_at(faults, victim_stop, 0, 0);
    seL4_CPtr node = node_new(4, 6, 3);

    OK(tcb_set_space(t->tcb, faults, node, guard_data(0xf5, 4), VSPACE));
    expect_space(t->tcb, t, faults, 64, 5, 4);
    OK(tcb_configure(t->tcb, node, guard_data(3, 7), VSPACE, 0, 0));
    expect_space(t->tcb, t, faults, 64, 3, 7);
    EXPECT(cnode_delete(below(node, 0, 7)), seL4_FailedLookup, 0, seL4_GuardMismatch, 7, 6, 3);
}

TEST(data_of_the_vspace_is_ignored, "tcb.configure.vspace_data")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(invoke(tcb, TCBConfigure, W(ROOT, VSPACE, 0), W(0, 0xffffffffffffffff, 0)));
    OK(invoke(tcb, TCBSetSpace, W(0, ROOT, VSPACE), W(0, 0xffffffffffffffff)));
}

TEST(roots_are_copies, "tcb.configure.copies")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = victim_at(faults, victim_stop, 0, 0);
    seL4_CPtr node = node_new(4, 6, 3);
    seL4_CPtr copy = mint_new(node, ALL_RIGHTS, guard_data(1, 2));

    OK(tcb_set_space(t->tcb, faults, copy, 0, VSPACE));
    OK(cnode_delete(slot(copy)));
    expect_space(t->tcb, t, faults, 64, 1, 2);
}

/* ---- In an address space of its own ---- */

TEST(a_thread_runs_in_the_vspace_it_was_given, "tcb.configure.runs")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);
    struct thread *t = victim_at(faults, victim_stop, 0, 0);
    struct registers registers;

    OK(invoke(seL4_CapInitThreadASIDPool, ARMASIDPoolAssign, W(vspace), NONE));
    OK(configure(t->tcb, ROOT, vspace, 0, 0));
    actor_start(t);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_VMFault, (seL4_Word)victim_stop,
                 (seL4_Word)victim_stop, 1, EXECUTE_MISSING + ROOT_LEVEL);
    OK(tcb_set_space(t->tcb, faults, ROOT, 0, VSPACE));
    registers = registers_of(t->tcb);
    answer_fault(t->reply, 0, NONE);
    EXPECT_STOP(faults, t->reply, &registers);
}

/* ---- SetIPCBuffer ---- */

TEST(set_ipc_buffer_needs_a_word_and_a_capability, "tcb.buffer.length")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(invoke(tcb, TCBSetIPCBuffer, W(0), NONE), seL4_TruncatedMessage);
    EXPECT(invoke(tcb, TCBSetIPCBuffer, NONE, W(0)), seL4_TruncatedMessage);
}

/* Sends 6 words from a buffer that the test has chosen. */
static void sends_6_words(struct thread *me)
{
    const seL4_Word x[9] = {me->argument, 6, 1, 2, 3, 4, 7, (seL4_Word)seL4_SysSend};

    sys_raw((seL4_Word)seL4_SysSend, x);
}

/* Word i of a message, in a buffer at `at`. */
static void put_word(seL4_Word at, unsigned i, seL4_Word value)
{
    ((volatile seL4_Word *)at)[1 + i] = value;
}

TEST(the_buffer_is_where_its_address_lies_in_the_frame, "tcb.buffer.sets")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr frame = buffer_frame();
    seL4_CPtr reply = make(seL4_ReplyObject, 0);

    map_window(frame, WINDOW, READ_WRITE);
    for (seL4_Word offset = 0; offset < 4096; offset += 1024) {
        struct thread *t = actor_with(sends_6_words, TESTER_PRIORITY - 1, ep);

        put_word(WINDOW + offset, 4, 0x40 + offset);
        put_word(WINDOW + offset, 5, 0x50 + offset);
        OK(set_ipc_buffer(t->tcb, 0xabc000 + offset, frame));
        actor_start(t);
        let_others_run();
        sys_nbrecv(ep, reply);
        CHECK_EQUAL(got()->length, 6);
        CHECK_EQUAL(got()->mr[4], 0x40 + offset);
        CHECK_EQUAL(got()->mr[5], 0x50 + offset);
    }
}

TEST(without_a_buffer_a_message_has_4_words, "tcb.buffer.none")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(sends_6_words, TESTER_PRIORITY - 1, ep);

    OK(set_ipc_buffer(t->tcb, 0, 0));
    actor_start(t);
    let_others_run();
    sys_nbrecv(ep, t->reply);
    CHECK_EQUAL(got()->length, 4);
    CHECK_EQUAL(got()->mr[3], 4);
}

/* The thread's own buffer is in its block; what it sends must not come from the frame. */
TEST(an_error_of_configure_or_set_ipc_buffer_keeps_the_buffer, "tcb.configure.failure")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr frame = buffer_frame();
    struct thread *t = actor_with(sends_6_words, TESTER_PRIORITY - 1, ep);
    enum { OF_THE_FRAME = 0xbadb0f };

    map_window(frame, WINDOW, READ_WRITE);
    put_word(WINDOW, 4, OF_THE_FRAME);
    EXPECT(configure(t->tcb, ROOT, ROOT, BUFFER_AT, frame), seL4_IllegalOperation);
    EXPECT(configure(t->tcb, VSPACE, VSPACE, BUFFER_AT, frame), seL4_IllegalOperation);
    EXPECT(set_ipc_buffer(t->tcb, BUFFER_AT + 512, frame), seL4_AlignmentError);
    actor_start(t);
    let_others_run();
    sys_nbrecv(ep, t->reply);
    CHECK_EQUAL(got()->length, 6);
    CHECK(got()->mr[4] != OF_THE_FRAME);
}

TEST(the_buffer_is_gone_with_its_frame, "tcb.buffer.copy")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr frame = buffer_frame();
    struct thread *t = actor_with(sends_6_words, TESTER_PRIORITY - 1, ep);

    OK(set_ipc_buffer(t->tcb, BUFFER_AT, frame));
    OK(cnode_revoke(slot(frame)));
    actor_start(t);
    let_others_run();
    sys_nbrecv(ep, t->reply);
    CHECK_EQUAL(got()->length, 4);
}
