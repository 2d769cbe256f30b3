/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls for debugging and measuring (ABI.md 1.1), and which there are. */
#include "nodes.h"
#include "victims.h"

/* The numbers from `from` down to `to` are unknown system calls. */
static void expect_unknown(long from, long to)
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_svc, 0);
    const seL4_Word *r = registers.r;
    struct thread *t = victim_new(faults, &registers);

    for (long number = from; number >= to; number--) {
        registers.r[R_X7] = (seL4_Word)number;
        OK(tcb_write_registers(t->tcb, 1, R_COUNT, &registers));
        EXPECT_FAULT(faults, t->reply, seL4_Fault_UnknownSyscall, r[R_X0], r[R_X0 + 1],
                     r[R_X0 + 2], r[R_X0 + 3], r[R_X0 + 4], r[R_X0 + 5], r[R_X0 + 6],
                     (seL4_Word)number, r[R_PC], r[R_SP], r[R_PC] + INSTRUCTION, r[R_SPSR],
                     (seL4_Word)number);
    }
}

TEST(system_calls_of_other_configurations_are_unknown, "debug.absent")
{
    expect_unknown(-18, -20);
    expect_unknown(-30, -33);
}

#ifndef CONFIG_ENABLE_BENCHMARKS
TEST(without_benchmarks_their_system_calls_are_unknown, "debug.benchmark")
{
    expect_unknown(-21, -29);
}
#endif

#ifndef CONFIG_DEBUG_BUILD

TEST(without_debugging_its_system_calls_are_unknown, "debug.configuration")
{
    expect_unknown(-12, -17);
}

#else

/* A debug call with this x0: nothing else changes.  Returns x0. */
static seL4_Word debug_call(long number, seL4_Word x0)
{
    return sys_quiet(number, x0, 0);
}

TEST(a_debug_kernel_has_its_system_calls, "debug.configuration debug.registers")
{
    CHECK_EQUAL(debug_call(seL4_SysDebugPutChar, '\n'), '\n');
    CHECK_EQUAL(debug_call(seL4_SysDebugDumpScheduler, 5), 5);
    CHECK_EQUAL(debug_call(seL4_SysDebugSnapshot, 6), 6);
}

/* ---- The console: tests/system/kernel/kernel_tests_pass_on_the_target.sh looks there ---- */

TEST(a_character_is_the_low_byte_of_x0, "debug.put_char")
{
    static const char text[] = "\nlow bytes of words\n";

    for (const char *c = text; *c != '\0'; c++) {
        seL4_Word word = 0xabcdef0123456700ull | (unsigned char)*c;

        CHECK_EQUAL(debug_call(seL4_SysDebugPutChar, word), word);
    }
}

/* Names the thread `tcb`. */
static void name_thread(seL4_CPtr tcb, const char *name)
{
    char *buffer = (char *)thread_block()->buffer.msg;

    do {
        *buffer++ = *name;
    } while (*name++ != '\0');
    CHECK_EQUAL(debug_call(seL4_SysDebugNameThread, tcb), tcb);
}

TEST(a_name_is_in_the_table_of_threads, "debug.name debug.dump_scheduler")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    name_thread(tcb, "an earlier name");
    name_thread(tcb, "named by a test");
    CHECK_EQUAL(debug_call(seL4_SysDebugDumpScheduler, 0), 0);
}

TEST(a_long_name_is_taken, "debug.name_long")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    enum { LONGEST = 959 };
    char name[LONGEST + 1];

    for (unsigned i = 0; i < LONGEST; i++) {
        name[i] = 'x';
    }
    name[LONGEST] = '\0';
    name_thread(tcb, name);
    name_thread(tcb, "");
}

/* ---- DebugCapIdentify ---- */

enum cap_tag {
    TAG_NULL = 0,
    TAG_UNTYPED = 2,
    TAG_ENDPOINT = 4,
    TAG_NOTIFICATION = 6,
    TAG_REPLY = 8,
    TAG_CNODE = 10,
    TAG_TCB = 12,
    TAG_IRQ_CONTROL = 14,
    TAG_IRQ_HANDLER = 16,
    TAG_DOMAIN = 20,
    TAG_SCHED_CONTEXT = 22,
    TAG_SCHED_CONTROL = 24,
    TAG_FRAME = 1,
    TAG_PAGE_TABLE = 3,
    TAG_VSPACE = 9,
    TAG_ASID_CONTROL = 11,
    TAG_ASID_POOL = 13,
    TAG_SGI_SIGNAL = 27
};

static seL4_Word identify(seL4_CPtr pointer)
{
    return debug_call(seL4_SysDebugCapIdentify, pointer);
}

TEST(objects_are_identified_by_their_tags, "debug.identify.tags")
{
    static const struct {
        seL4_Word type;
        seL4_Word bits;
        seL4_Word tag;
    } objects[] = {
        {seL4_ARM_LargePageObject, 0, TAG_FRAME},
        {seL4_UntypedObject, 12, TAG_UNTYPED},
        {seL4_TCBObject, 0, TAG_TCB},
        {seL4_EndpointObject, 0, TAG_ENDPOINT},
        {seL4_NotificationObject, 0, TAG_NOTIFICATION},
        {seL4_CapTableObject, 2, TAG_CNODE},
        {seL4_SchedContextObject, 8, TAG_SCHED_CONTEXT},
        {seL4_ReplyObject, 0, TAG_REPLY},
        {seL4_ARM_VSpaceObject, 0, TAG_VSPACE},
        {seL4_ARM_SmallPageObject, 0, TAG_FRAME},
        {seL4_ARM_PageTableObject, 0, TAG_PAGE_TABLE},
    };

    for (unsigned i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        CHECK_EQUAL(identify(make(objects[i].type, objects[i].bits)), objects[i].tag);
    }
}

TEST(the_task_s_own_capabilities_are_identified, "debug.identify.tags")
{
    seL4_CPtr made = slot_new();

    CHECK_EQUAL(identify(seL4_CapIRQControl), TAG_IRQ_CONTROL);
    CHECK_EQUAL(identify(seL4_CapASIDControl), TAG_ASID_CONTROL);
    CHECK_EQUAL(identify(seL4_CapInitThreadASIDPool), TAG_ASID_POOL);
    CHECK_EQUAL(identify(seL4_CapDomain), TAG_DOMAIN);
    CHECK_EQUAL(identify(SCHED_CTRL), TAG_SCHED_CONTROL);
    OK(invoke(seL4_CapIRQControl, IRQIssueIRQHandler, W(ROOT), W(60, made, seL4_WordBits)));
    CHECK_EQUAL(identify(made), TAG_IRQ_HANDLER);
    OK(cnode_delete(slot(made)));
    OK(invoke(seL4_CapIRQControl, ARMIRQIssueSGISignal, W(ROOT), W(3, 0, made, seL4_WordBits)));
    CHECK_EQUAL(identify(made), TAG_SGI_SIGNAL);
    OK(cnode_delete(slot(made)));
}

TEST(nothing_is_identified_as_0, "debug.identify.nothing")
{
    CHECK_EQUAL(identify(0), TAG_NULL);
    CHECK_EQUAL(identify(slot_new()), TAG_NULL);
    CHECK_EQUAL(identify(1ull << 63), TAG_NULL);
    CHECK_EQUAL(identify(bootinfo->empty.end), TAG_NULL);
}

#endif
