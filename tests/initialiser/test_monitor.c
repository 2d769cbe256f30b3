/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor: what it does with the messages that reach it, and what a person
 * reads when a PD faults.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "build.h"
#include "example.h"
#include "fake_kernel.h"
#include "monitor.h"
#include "objects.h"

enum { MONITOR_SLOT = 5 };

/* Syndromes of data aborts from user mode (EC 0x24), instruction aborts (0x20), others. */
enum {
    READ_TRANSLATION = 0x92000007,
    WRITE_TRANSLATION = 0x92000047,
    WRITE_PERMISSION = 0x9200004f,
    READ_ALIGNMENT = 0x92000021,
    READ_EXTERNAL = 0x92000010,
    READ_EXTERNAL_NO_ADDRESS = 0x92000410, /* FnV */
    EXECUTE_PERMISSION = 0x8200000f
};

static struct example *example;
static struct spec spec;

static int set_up(void **state)
{
    struct spec_error error;

    (void)state;
    example = example_make();
    fake_boot(sizeof *example / 4096);
    assert_true(spec_open(example, sizeof *example, &spec, &error));
    build_system(&spec, &fake.bootinfo, fake_image_slot());
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_shut_down();
    return 0;
}

static struct fake_object *object(uint32_t number)
{
    return fake.root[object_cap(number)].object;
}

static void receive_message(seL4_Word badge, seL4_Word label, seL4_Word length,
                            const seL4_Word *words)
{
    fake.message = (struct fake_message){ .badge = badge, .label = label, .length = length };
    for (seL4_Word i = 0; i < length; i++) {
        fake.message.words[i] = words[i];
    }
    monitor_step(&spec);
}

/* The kernel's message: the thread stands where it says. */
static void receive(seL4_Word badge, seL4_Word label, seL4_Word length, const seL4_Word *words)
{
    seL4_Word where = label == seL4_Fault_UnknownSyscall ? seL4_UnknownSyscall_FaultIP : 0;

    if (length > where && label != seL4_Fault_Timeout &&
        (badge == CLIENT + 1 || badge == SERVER + 1)) {
        object(badge == CLIENT + 1 ? CLIENT_TCB : SERVER_TCB)->u.tcb.registers.pc = words[where];
    }
    receive_message(badge, label, length, words);
}

/* What a passive PD sends: whatever it says, it is the request. */
static void receive_request(uint32_t thread, seL4_Word label, seL4_Word length,
                            const seL4_Word *words)
{
    receive_message(SPEC_BADGE_REQUEST | (thread + 1), label, length, words);
}

#define RECEIVE(badge, label, ...)                                                            \
    receive(badge, label, sizeof((seL4_Word[]){ __VA_ARGS__ }) / sizeof(seL4_Word),           \
            (const seL4_Word[]){ __VA_ARGS__ })

#define CLIENT_VM_FAULT(address, prefetch, syndrome)                                          \
    RECEIVE(CLIENT + 1, seL4_Fault_VMFault, EXAMPLE_PROGRAM + 0x154, address, prefetch,       \
            syndrome)

static void expect_text(const char *text)
{
    if (strstr(fake.console, text) == NULL) {
        fail_msg("not printed: \"%s\"; printed was:\n%s", text, fake.console);
    }
}

static void test_passive_pd_gives_its_time_to_its_notification(void **state)
{
    (void)state;
    receive_request(SERVER, 0, 0, NULL);
    assert_ptr_equal(object(SERVER_CONTEXT)->u.context.notification,
                     object(SERVER_NOTIFICATION));
    assert_true(object(SERVER_TCB)->u.tcb.running);
    assert_int_equal(fake.console_length, 0);
}

static void test_request_can_be_made_once(void **state)
{
    const struct fake_cap *cap = fake_slot(object(SERVER_CNODE), MONITOR_SLOT);

    (void)state;
    assert_int_equal(cap->rights, seL4_RightsWrite);
    receive_request(SERVER, 0, 0, NULL);
    assert_int_equal(cap->kind, FAKE_NULL);
}

static void test_after_the_request_the_monitor_has_no_more_of_the_pd_than_its_tcb(void **state)
{
    (void)state;
    receive_request(SERVER, 0, 0, NULL);
    for (seL4_Word i = 0; i < 1ull << fake.cspace->u.cnode.radix; i++) {
        const struct fake_object *held = fake_find(i)->object;

        assert_ptr_not_equal(held, object(SERVER_CONTEXT));
        assert_ptr_not_equal(held, object(SERVER_NOTIFICATION));
        assert_ptr_not_equal(held, object(SERVER_CNODE));
    }
}

static void test_request_that_cannot_be_granted_is_reported_and_spent(void **state)
{
    (void)state;
    fake.fail_at = fake.calls + 2; /* SchedContext_Bind */
    receive_request(SERVER, 0, 0, NULL);
    assert_null(object(SERVER_CONTEXT)->u.context.notification);
    assert_int_equal(fake_slot(object(SERVER_CNODE), MONITOR_SLOT)->kind, FAKE_NULL);
    expect_text("PD 'server' cannot become passive");
}

static void test_pd_that_is_not_passive_cannot_become_so(void **state)
{
    (void)state;
    receive_request(CLIENT, 0, 0, NULL);
    assert_null(object(CLIENT_CONTEXT)->u.context.notification);
    expect_text("PD 'client' asked to become passive, which it is not to be");
}

static void test_unknown_badge_is_ignored(void **state)
{
    (void)state;
    RECEIVE(0, seL4_Fault_VMFault, 1, 2, 3, 4);
    RECEIVE(EXAMPLE_THREADS + 1, seL4_Fault_VMFault, 1, 2, 3, 4);
    RECEIVE(1ull << 32, seL4_Fault_VMFault, 1, 2, 3, 4);
    RECEIVE(SPEC_BADGE_REQUEST, 0, 1, 2, 3, 4);
    RECEIVE(SPEC_BADGE_REQUEST | (EXAMPLE_THREADS + 1), 0, 1, 2, 3, 4);
    assert_int_equal(fake.console_length, 0);
    assert_true(object(CLIENT_TCB)->u.tcb.running);
    assert_true(object(SERVER_TCB)->u.tcb.running);
}

static void test_faulting_pd_is_stopped_and_the_others_go_on(void **state)
{
    (void)state;
    CLIENT_VM_FAULT(0x600000, 0, WRITE_TRANSLATION);
    assert_false(object(CLIENT_TCB)->u.tcb.running);
    assert_true(object(SERVER_TCB)->u.tcb.running);
}

static void test_several_faults_are_all_reported(void **state)
{
    (void)state;
    CLIENT_VM_FAULT(0x600000, 0, WRITE_TRANSLATION);
    RECEIVE(SERVER + 1, seL4_Fault_VMFault, 0x200000, 0x700000, 0, READ_TRANSLATION);
    expect_text("PD 'client' is stopped: write to 0x600000, which is not mapped\n");
    expect_text("PD 'server' is stopped: read from 0x700000, which is not mapped\n");
}

/* A passive PD can send one message, and nothing that the monitor takes for a fault. */
static void test_fault_cannot_be_forged(void **state)
{
    const seL4_Word words[] = { EXAMPLE_PROGRAM + 0x154, 0x600000, 0, WRITE_TRANSLATION };

    (void)state;
    receive_request(SERVER, seL4_Fault_VMFault, 4, words);
    assert_true(object(SERVER_TCB)->u.tcb.running);
    assert_ptr_equal(object(SERVER_CONTEXT)->u.context.notification,
                     object(SERVER_NOTIFICATION));
    assert_int_equal(fake.console_length, 0);
}

static void test_fault_of_a_kind_that_is_not_known_is_called_so(void **state)
{
    (void)state;
    RECEIVE(SERVER + 1, 77, 1, 2, 3);
    expect_text("PD 'server' is stopped: a fault of a kind that the monitor does not know, 77");
    assert_false(object(SERVER_TCB)->u.tcb.running);
}

static void test_kernel_address_is_called_one(void **state)
{
    (void)state;
    CLIENT_VM_FAULT(0xffffff8070000000, 0, WRITE_PERMISSION);
    expect_text("write to 0xffffff8070000000, which is not an address that a PD can have\n");
    expect_text("0xffffff8070000000, in the kernel's half of the address space\n");
}

/* What a string left where a pointer was is in no half of the address space. */
static void test_address_of_no_half_is_not_called_the_kernels(void **state)
{
    (void)state;
    CLIENT_VM_FAULT(0x4141414141414141, 0, READ_TRANSLATION);
    expect_text("read from 0x4141414141414141, which is not an address that a PD can have\n");
    expect_text("0x4141414141414141, which is no address: of one, the upper 16 bits are all 0 or "
                "all 1\n");
    CLIENT_VM_FAULT(0xfffe000000000000, 0, READ_TRANSLATION);
    expect_text("0xfffe000000000000, which is no address:");
    CLIENT_VM_FAULT(0x900000000000, 0, READ_TRANSLATION);
    expect_text("0x900000000000, beyond the 47 bits of a PD's addresses\n");
    assert_null(strstr(fake.console, "kernel's half"));
}

static void test_overlong_message_is_cut(void **state)
{
    seL4_Word words[seL4_MsgMaxLength] = { 0 };

    (void)state;
    receive(CLIENT + 1, seL4_Fault_UnknownSyscall, seL4_MsgMaxLength, words);
    assert_false(object(CLIENT_TCB)->u.tcb.running);
}

static void test_report_names_function_stack_and_registers(void **state)
{
    seL4_UserContext *registers = &object(CLIENT_TCB)->u.tcb.registers;

    (void)state;
    registers->sp = EXAMPLE_STACK_TOP - 0x20;
    registers->x30 = EXAMPLE_PROGRAM + 0x140; /* init ends with the call */
    registers->x0 = 0x1234;
    registers->x28 = 0xabcd;
    CLIENT_VM_FAULT(0x600000, 0, WRITE_TRANSLATION);
    expect_text("pc       0x200154 = attack+0x14\n");
    expect_text("call at  0x20013c = init+0x3c\n");
    expect_text("32 of 4096 bytes of stack in use\n");
    expect_text("syndrome 0x92000047, found at page-table level 3\n");
    expect_text(" x0 0000000000001234");
    expect_text("x28 000000000000abcd");
}

/* A string that overwrote the return address: nothing was called from there. */
static void test_return_address_that_is_none_is_not_called_a_call(void **state)
{
    static const seL4_Word addresses[] = {
        0x4141414141414141, EXAMPLE_SHARED + 4, EXAMPLE_PROGRAM + 0x142, 0x123456789000
    };

    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        object(CLIENT_TCB)->u.tcb.registers.x30 = addresses[i];
        CLIENT_VM_FAULT(0x600000, 0, WRITE_TRANSLATION);
        assert_null(strstr(fake.console, "call at"));
    }
    expect_text("x30      0x4141414141414141, which is no return address: nothing there can be "
                "executed\n");
}

/* A function that calls others has in x30 where its last call returned to. */
static void test_call_out_of_the_function_itself_is_said_to_have_returned(void **state)
{
    (void)state;
    object(CLIENT_TCB)->u.tcb.registers.x30 = EXAMPLE_PROGRAM + 0x150;
    CLIENT_VM_FAULT(0x600000, 0, WRITE_TRANSLATION);
    expect_text("call at  0x20014c = attack+0xc, in the same function: its last call, which has "
                "returned, or recursion\n");
}

static void test_address_between_functions_gets_no_name(void **state)
{
    (void)state;
    RECEIVE(CLIENT + 1, seL4_Fault_VMFault, EXAMPLE_PROGRAM + 0x1c0, 0x600000, 0,
            WRITE_TRANSLATION);
    expect_text("pc       0x2001c0\n");
}

static void test_report_does_without_registers(void **state)
{
    (void)state;
    fake.fail_at = fake.calls + 1; /* ReadRegisters */
    CLIENT_VM_FAULT(0x600000, 0, WRITE_TRANSLATION);
    expect_text("pc       0x200154 = attack+0x14\n");
    assert_null(strstr(fake.console, "call at"));
}

static void test_null_pointer_is_called_one(void **state)
{
    (void)state;
    CLIENT_VM_FAULT(0x10, 0, WRITE_TRANSLATION);
    expect_text("write to 0x10, which is not mapped");
    expect_text("0x10, in the page of the null pointer\n");
}

static void test_stack_overflow_is_called_one(void **state)
{
    (void)state;
    object(CLIENT_TCB)->u.tcb.registers.sp = EXAMPLE_STACK_TOP - 0x1010;
    CLIENT_VM_FAULT(EXAMPLE_STACK_TOP - 0x1008, 0, WRITE_TRANSLATION);
    expect_text("in the guard page below the stack: stack overflow\n");
    expect_text(", outside its stack (0x7fffffffd000 to 0x7fffffffe000): probably a stack "
                "overflow\n");
}

/* A large array on the stack reaches over the guard page. */
static void test_stack_overflow_beyond_the_guard_page_is_called_one(void **state)
{
    (void)state;
    object(CLIENT_TCB)->u.tcb.registers.sp = EXAMPLE_STACK_TOP - 0x41000;
    CLIENT_VM_FAULT(EXAMPLE_STACK_TOP - 0x41000, 0, WRITE_TRANSLATION);
    expect_text(": probably a stack overflow\n");
}

static void test_array_far_larger_than_the_stack_is_called_an_overflow(void **state)
{
    (void)state;
    object(CLIENT_TCB)->u.tcb.registers.sp = EXAMPLE_STACK_TOP - 0x1001000;
    CLIENT_VM_FAULT(EXAMPLE_STACK_TOP - 0x1000ff0, 0, WRITE_TRANSLATION);
    expect_text("address  0x7ffffeffd010, 16777200 bytes below the stack\n");
    expect_text(": probably a stack overflow\n");
}

static void test_wild_stack_pointer_is_not_called_an_overflow(void **state)
{
    (void)state;
    object(CLIENT_TCB)->u.tcb.registers.sp = EXAMPLE_PROGRAM;
    CLIENT_VM_FAULT(EXAMPLE_PROGRAM, 0, WRITE_PERMISSION);
    expect_text(", outside its stack (0x7fffffffd000 to 0x7fffffffe000)\n");
}

static void test_overflow_out_of_an_object_names_object_and_region(void **state)
{
    (void)state;
    CLIENT_VM_FAULT(EXAMPLE_PROGRAM + 0x2000, 0, WRITE_TRANSLATION);
    expect_text("0x202000, 128 bytes past the end of buffer, 0 bytes past the end of client: "
                "program\n");
}

static void test_write_to_read_only_region_names_it(void **state)
{
    (void)state;
    RECEIVE(SERVER + 1, seL4_Fault_VMFault, 0x200000, EXAMPLE_SHARED + 0x1008, 0,
            WRITE_PERMISSION);
    expect_text("write to 0x4001008, which is mapped but not writable\n");
    expect_text("0x4001008, in shared at offset 0x1008, mapped read-only\n");
}

static void test_symbol_inside_a_region_is_named(void **state)
{
    (void)state;
    CLIENT_VM_FAULT(EXAMPLE_PROGRAM + 0x1f10, 0, WRITE_PERMISSION);
    expect_text("0x201f10 = buffer+0x10, in client: program at offset 0x1f10, mapped read-only "
                "and executable\n");
}

static void test_address_far_from_everything_is_said_to_be_so(void **state)
{
    (void)state;
    CLIENT_VM_FAULT(0x123456789000, 0, READ_TRANSLATION);
    expect_text("0x123456789000, with nothing mapped near it\n");
}

static void test_execution_of_data_is_told_from_reading(void **state)
{
    (void)state;
    CLIENT_VM_FAULT(EXAMPLE_SHARED, 1, EXECUTE_PERMISSION);
    expect_text("execution at 0x4000000, which is mapped but not executable\n");
}

static void test_alignment_and_bus_faults_are_told_apart(void **state)
{
    (void)state;
    CLIENT_VM_FAULT(EXAMPLE_SHARED + 1, 0, READ_ALIGNMENT);
    expect_text("read from 0x4000001, which is not aligned as this access needs\n");
    CLIENT_VM_FAULT(0x4401000, 0, READ_EXTERNAL);
    expect_text("read from 0x4401000, which the bus or the device refused\n");
}

/* What the message has in its place may be anything. */
static void test_address_that_the_processor_does_not_know_is_not_explained(void **state)
{
    (void)state;
    CLIENT_VM_FAULT(0x10, 0, READ_EXTERNAL_NO_ADDRESS);
    expect_text("read from an address that the processor does not know, which the bus or the "
                "device refused\n");
    assert_null(strstr(fake.console, "null pointer"));
    assert_null(strstr(fake.console, "address  0x10"));
}

static void test_capability_fault_says_what_the_slot_is_for(void **state)
{
    (void)state;
    RECEIVE(CLIENT + 1, seL4_Fault_CapFault, EXAMPLE_PROGRAM + 0x154, 77, 0,
            seL4_MissingCapability, 0);
    expect_text("use of capability 77 (endpoint of channel 3), which it does not have, or not of "
                "this kind\n");
    RECEIVE(CLIENT + 1, seL4_Fault_CapFault, EXAMPLE_PROGRAM + 0x154, 1, 1,
            seL4_MissingCapability, 0);
    expect_text("receiving with capability 1 (its input), which");
    RECEIVE(CLIENT + 1, seL4_Fault_CapFault, EXAMPLE_PROGRAM + 0x154, 4096, 0,
            seL4_GuardMismatch, 64, 0, 55);
    expect_text("use of capability 4096 (not one that the tool hands out), a number outside its "
                "capability space\n");
}

static void test_unknown_system_call_is_named_by_number(void **state)
{
    (void)state;
    RECEIVE(CLIENT + 1, seL4_Fault_UnknownSyscall, 0, 0, 0, 0, 0, 0, 0, 0,
            EXAMPLE_PROGRAM + 0x144, 0, 0, 0, (seL4_Word)-99);
    expect_text("system call -99, which this kernel does not have\n");
    expect_text("pc       0x200144 = attack+0x4\n");
    RECEIVE(CLIENT + 1, seL4_Fault_UnknownSyscall, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5);
    expect_text("system call 5, which");
}

static void test_user_exceptions_are_told_apart(void **state)
{
    static const struct {
        seL4_Word syndrome;
        const char *text;
    } cases[] = {
        { 0x02000000, "undefined instruction\n" },
        { 0xf2000007, "breakpoint instruction brk 0x7\n" },
        { 0xf20054ff, "breakpoint instruction brk 0x54ff\n" },
        { 0xf2005500, "found by the sanitizer: signed addition overflows (brk 0x5500)\n" },
        { 0xf2005512, "found by the sanitizer: array index is out of bounds (brk 0x5512)\n" },
        { 0xf2005518, "sanitizer: variable-length array has no positive length (brk 0x5518)\n" },
        { 0xf2005509, "a check of a kind that the monitor does not know (brk 0x5509)\n" },
        { 0xf20055ff, "a check of a kind that the monitor does not know (brk 0x55ff)\n" },
        { 0xf2005600, "breakpoint instruction brk 0x5600\n" },
        { 0x1fe00000, "floating-point or vector instruction, which it may not use\n" },
        { 0x6234f801, "reading S3_3_C14_C0_2, a system register or instruction" },
        { 0x6234f800, "writing S3_3_C14_C0_2, a system register or instruction" },
        { 0x8a000000, "jump to an address that is not a multiple of 4\n" },
        { 0x9a000000, "stack pointer that is not a multiple of 16\n" },
        { 0x3a000000, "illegal execution state\n" },
        { 0xbe000011, "exception with syndrome 0xbe000011\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fake.console_length = 0;
        RECEIVE(CLIENT + 1, seL4_Fault_UserException, EXAMPLE_PROGRAM + 0x154, 0, 0,
                cases[i].syndrome, 0);
        expect_text(cases[i].text);
    }
}

static void test_floating_point_that_was_denied_is_told_from_that_which_nobody_has(void **state)
{
    (void)state;
    example->threads[CLIENT].flags = SPEC_NO_FPU;
    RECEIVE(CLIENT + 1, seL4_Fault_UserException, EXAMPLE_PROGRAM + 0x154, 0, 0, 0x1fe00000, 0);
    expect_text("floating-point or vector instruction, which fpu=\"false\" in its description "
                "denies it\n");
}

static void test_timer_that_was_denied_is_told_from_registers_that_nobody_has(void **state)
{
    static const seL4_Word timer[] = { 0x6230f844, 0x6232f844, 0x6234f844 };

    (void)state;
    example->threads[CLIENT].flags = SPEC_NO_TIMER;
    for (size_t i = 0; i < sizeof timer / sizeof timer[0]; i++) {
        RECEIVE(CLIENT + 1, seL4_Fault_UserException, EXAMPLE_PROGRAM + 0x154, 0, 0, timer[i], 0);
        expect_text("setting the physical timer, which its description does not grant "
                    "(interrupt 30 or timer=\"true\" would)\n");
    }
    RECEIVE(CLIENT + 1, seL4_Fault_UserException, EXAMPLE_PROGRAM + 0x154, 0, 0, 0x6232f845, 0);
    expect_text("reading the physical timer, which");
    RECEIVE(CLIENT + 1, seL4_Fault_UserException, EXAMPLE_PROGRAM + 0x154, 0, 0, 0x6232f846, 0);
    expect_text("writing S3_3_C14_C3_1, a system register or instruction");
}

static void test_timeout_says_how_much_was_used(void **state)
{
    (void)state;
    RECEIVE(CLIENT + 1, seL4_Fault_Timeout, 0x100, 500);
    expect_text("is stopped: its time budget is used up (500 us)\n");
    expect_text("pc       0x200000 = _start+0x0\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_passive_pd_gives_its_time_to_its_notification),
        TEST(test_request_can_be_made_once),
        TEST(test_after_the_request_the_monitor_has_no_more_of_the_pd_than_its_tcb),
        TEST(test_request_that_cannot_be_granted_is_reported_and_spent),
        TEST(test_pd_that_is_not_passive_cannot_become_so),
        TEST(test_unknown_badge_is_ignored),
        TEST(test_faulting_pd_is_stopped_and_the_others_go_on),
        TEST(test_several_faults_are_all_reported),
        TEST(test_fault_cannot_be_forged),
        TEST(test_fault_of_a_kind_that_is_not_known_is_called_so),
        TEST(test_address_of_no_half_is_not_called_the_kernels),
        TEST(test_overlong_message_is_cut),
        TEST(test_report_names_function_stack_and_registers),
        TEST(test_return_address_that_is_none_is_not_called_a_call),
        TEST(test_call_out_of_the_function_itself_is_said_to_have_returned),
        TEST(test_address_between_functions_gets_no_name),
        TEST(test_report_does_without_registers),
        TEST(test_null_pointer_is_called_one),
        TEST(test_stack_overflow_is_called_one),
        TEST(test_stack_overflow_beyond_the_guard_page_is_called_one),
        TEST(test_array_far_larger_than_the_stack_is_called_an_overflow),
        TEST(test_wild_stack_pointer_is_not_called_an_overflow),
        TEST(test_overflow_out_of_an_object_names_object_and_region),
        TEST(test_write_to_read_only_region_names_it),
        TEST(test_symbol_inside_a_region_is_named),
        TEST(test_address_far_from_everything_is_said_to_be_so),
        TEST(test_kernel_address_is_called_one),
        TEST(test_execution_of_data_is_told_from_reading),
        TEST(test_alignment_and_bus_faults_are_told_apart),
        TEST(test_address_that_the_processor_does_not_know_is_not_explained),
        TEST(test_capability_fault_says_what_the_slot_is_for),
        TEST(test_unknown_system_call_is_named_by_number),
        TEST(test_user_exceptions_are_told_apart),
        TEST(test_floating_point_that_was_denied_is_told_from_that_which_nobody_has),
        TEST(test_timer_that_was_denied_is_told_from_registers_that_nobody_has),
        TEST(test_timeout_says_how_much_was_used),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
