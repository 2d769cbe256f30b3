/* SPDX-License-Identifier: BSD-2-Clause */
/* Faults as values: made, taken apart, and read from a message; answers to Timeout faults. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sel4/faults.h>

static seL4_IPCBuffer buffer;
seL4_IPCBuffer *__sel4_ipc_buffer = &buffer;

/* A message of `length` words 1000, 1001, ... about this fault. */
static seL4_MessageInfo_t message(seL4_Word label, seL4_Word length)
{
    for (unsigned i = 0; i < seL4_MsgMaxLength; i++) {
        buffer.msg[i] = 1000 + i;
    }
    return seL4_MessageInfo_new(label, 0, 0, length);
}

static void assert_words(seL4_Fault_t fault, seL4_Word type, const seL4_Word *words,
                         unsigned count)
{
    assert_int_equal(seL4_Fault_get_seL4_FaultType(fault), type);
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(fault.words[1 + i], words[i]);
    }
}

static void test_constructors_put_each_word_where_its_message_has_it(void **state)
{
    static const seL4_Word words[] = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22};

    (void)state;
    assert_words(seL4_Fault_NullFault_new(), 0, words, 0);
    assert_words(seL4_Fault_CapFault_new(10, 11, 12, 13, 14, 15, 16), 1, words, 7);
    assert_words(seL4_Fault_UnknownSyscall_new(10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22),
                 2, words, 13);
    assert_words(seL4_Fault_UserException_new(10, 11, 12, 13, 14), 3, words, 5);
    assert_words(seL4_Fault_Timeout_new(10, 11), 5, words, 2);
    assert_words(seL4_Fault_VMFault_new(10, 11, 12, 13), 6, words, 4);
    assert_words(seL4_Fault_VGICMaintenance_new(10), 7, words, 1);
    assert_words(seL4_Fault_VCPUFault_new(10), 8, words, 1);
    assert_words(seL4_Fault_VPPIEvent_new(10), 9, words, 1);
}

/* The fields are at these words of the message (ABI.md 5.2). */
#define FIELD(type, field, mr)                                                         \
    do {                                                                               \
        seL4_Fault_t fault_ = seL4_getFault(message(seL4_Fault_##type, 13));           \
        assert_int_equal(seL4_Fault_##type##_get_##field(fault_), 1000 + (mr));        \
        fault_ = seL4_Fault_##type##_set_##field(fault_, 7);                           \
        assert_int_equal(seL4_Fault_##type##_get_##field(fault_), 7);                  \
        assert_int_equal(fault_.words[1 + (mr)], 7);                                   \
        assert_int_equal(seL4_Fault_get_seL4_FaultType(fault_), seL4_Fault_##type);    \
    } while (0)

static void test_fields_are_words_of_the_message(void **state)
{
    (void)state;
    FIELD(CapFault, IP, 0);
    FIELD(CapFault, Addr, 1);
    FIELD(CapFault, InRecvPhase, 2);
    FIELD(CapFault, LookupFailureType, 3);
    FIELD(CapFault, MR4, 4);
    FIELD(CapFault, MR5, 5);
    FIELD(CapFault, MR6, 6);
    FIELD(UnknownSyscall, X0, 0);
    FIELD(UnknownSyscall, X1, 1);
    FIELD(UnknownSyscall, X2, 2);
    FIELD(UnknownSyscall, X3, 3);
    FIELD(UnknownSyscall, X4, 4);
    FIELD(UnknownSyscall, X5, 5);
    FIELD(UnknownSyscall, X6, 6);
    FIELD(UnknownSyscall, X7, 7);
    FIELD(UnknownSyscall, FaultIP, 8);
    FIELD(UnknownSyscall, SP, 9);
    FIELD(UnknownSyscall, LR, 10);
    FIELD(UnknownSyscall, SPSR, 11);
    FIELD(UnknownSyscall, Syscall, 12);
    FIELD(UserException, FaultIP, 0);
    FIELD(UserException, SP, 1);
    FIELD(UserException, SPSR, 2);
    FIELD(UserException, Number, 3);
    FIELD(UserException, Code, 4);
    FIELD(Timeout, data, 0);
    FIELD(Timeout, consumed, 1);
    FIELD(VMFault, IP, 0);
    FIELD(VMFault, Addr, 1);
    FIELD(VMFault, PrefetchFault, 2);
    FIELD(VMFault, FSR, 3);
    FIELD(VGICMaintenance, IDX, 0);
    FIELD(VCPUFault, HSR, 0);
    FIELD(VPPIEvent, IRQ, 0);
}

static void test_what_is_no_fault_is_the_null_fault(void **state)
{
    (void)state;
    assert_int_equal(seL4_Fault_get_seL4_FaultType(seL4_getFault(message(10, 4))), 0);
    assert_int_equal(seL4_Fault_get_seL4_FaultType(seL4_getFault(message(~0ull, 0))), 0);
    assert_int_equal(seL4_Fault_get_seL4_FaultType(seL4_getFault(message(6, 14))), 0);
    assert_int_equal(seL4_Fault_get_seL4_FaultType(seL4_getFault(message(6, 120))), 0);
}

static void test_each_fault_is_told_by_its_label(void **state)
{
    seL4_Bool (*const is[])(seL4_MessageInfo_t) = {
        seL4_isNullFault_tag, seL4_isCapFault_tag, seL4_isUnknownSyscall_tag,
        seL4_isUserException_tag, NULL, seL4_isTimeoutFault_tag, seL4_isVMFault_tag,
        seL4_isVGICMaintenance_tag, seL4_isVCPUFault_tag, seL4_isVPPIEvent_tag};

    (void)state;
    for (unsigned i = 0; i < sizeof is / sizeof is[0]; i++) {
        for (unsigned label = 0; is[i] != NULL && label < 12; label++) {
            assert_int_equal(is[i](message(label, 0)), label == i);
        }
    }
}

/* The order is that of the registers, whose last two are not sent. */
static void test_a_timeout_is_answered_with_the_registers_in_order(void **state)
{
    seL4_UserContext regs;
    seL4_Word *word = (seL4_Word *)&regs;
    seL4_MessageInfo_t info;

    (void)state;
    for (unsigned i = 0; i < seL4_UserContextWords; i++) {
        word[i] = 500 + i;
    }
    (void)message(0, 0);
    info = seL4_TimeoutReply_new(seL4_True, regs, 34);
    assert_int_equal(seL4_MessageInfo_get_label(info), 0);
    assert_int_equal(seL4_MessageInfo_get_length(info), 34);
    assert_int_equal(buffer.msg[seL4_TimeoutReply_FaultIP], regs.pc);
    assert_int_equal(buffer.msg[seL4_TimeoutReply_SPSR], regs.spsr);
    assert_int_equal(buffer.msg[seL4_TimeoutReply_X8], regs.x8);
    assert_int_equal(buffer.msg[seL4_TimeoutReply_X16], regs.x16);
    assert_int_equal(buffer.msg[seL4_TimeoutReply_X30], regs.x30);
    assert_int_equal(buffer.msg[seL4_TimeoutReply_X9], regs.x9);
    assert_int_equal(buffer.msg[seL4_TimeoutReply_X28], regs.x28);
    assert_int_equal(buffer.msg[34], 1034);

    (void)message(0, 0);
    info = seL4_TimeoutReply_new(seL4_False, regs, 1);
    assert_int_not_equal(seL4_MessageInfo_get_label(info), 0);
    assert_int_equal(seL4_MessageInfo_get_length(info), 1);
    assert_int_equal(buffer.msg[0], 500);
    assert_int_equal(buffer.msg[1], 1001);
}

static void test_fields_of_words_are_set_alone(void **state)
{
    seL4_MessageInfo_t info = {{~0ull}};
    seL4_CapRights_t rights = seL4_NoRights;

    (void)state;
    info = seL4_MessageInfo_set_label(info, 1);
    info = seL4_MessageInfo_set_length(info, 2);
    info = seL4_MessageInfo_set_extraCaps(info, 1);
    assert_int_equal(info.words[0], 1ull << 12 | 7ull << 9 | 1ull << 7 | 2);
    info = seL4_MessageInfo_set_capsUnwrapped(info, 0);
    assert_int_equal(info.words[0], 1ull << 12 | 1ull << 7 | 2);
    rights = seL4_CapRights_set_capAllowRead(rights, 1);
    assert_int_equal(rights.words[0], 2);
    rights = seL4_CapRights_set_capAllowGrantReply(rights, 1);
    rights = seL4_CapRights_set_capAllowGrant(rights, 1);
    rights = seL4_CapRights_set_capAllowWrite(rights, 1);
    assert_int_equal(rights.words[0], seL4_AllRights.words[0]);
    assert_int_equal(seL4_CapRights_set_capAllowGrant(rights, 0).words[0], 0xb);
    assert_int_equal(seL4_CNode_CapData_get_guard(seL4_CNode_CapData_new(5, 49)), 5);
    assert_int_equal(seL4_CNode_CapData_get_guardSize(seL4_CNode_CapData_new(5, 49)), 49);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_constructors_put_each_word_where_its_message_has_it),
        cmocka_unit_test(test_fields_are_words_of_the_message),
        cmocka_unit_test(test_what_is_no_fault_is_the_null_fault),
        cmocka_unit_test(test_each_fault_is_told_by_its_label),
        cmocka_unit_test(test_a_timeout_is_answered_with_the_registers_in_order),
        cmocka_unit_test(test_fields_of_words_are_set_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
