/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instructions of the guest's that are trapped, the firmware that it calls, and the
 * exceptions that it takes.
 */
#include "cmocka_headers.h"
#include "exception.h"
#include "fake_platform.h"
#include "trap.h"

#define PC 0xffff800008001234ull
#define VBAR 0xffff800008010800ull

static struct guest_registers registers;

static int start(void **state)
{
    (void)state;
    fake_reset();
    fake.registers[VCPU_VBAR] = VBAR;
    fake.registers[VCPU_SCTLR] = 1 << 23; /* SPAN */
    for (unsigned i = 0; i < 31; i++) {
        registers.x[i] = 0x1111111111111111ull * (i % 15 + 1);
    }
    registers.pc = PC;
    registers.pstate = 0x60000005; /* EL1h */
    return 0;
}

static uint64_t system_esr(unsigned op0, unsigned op1, unsigned crn, unsigned crm, unsigned op2,
                           unsigned which, bool read)
{
    return 0x18ull << 26 | 1 << 25 | op0 << 20 | op2 << 17 | op1 << 14 | crn << 10 | which << 5 |
           crm << 1 | read;
}

static void took_exception(uint64_t vector, uint64_t esr, uint64_t pstate)
{
    assert_int_equal(fake.registers[VCPU_ELR], PC);
    assert_int_equal(fake.registers[VCPU_SPSR], pstate);
    assert_int_equal(fake.registers[VCPU_ESR], esr);
    assert_int_equal(registers.pc, VBAR + vector);
    assert_int_equal(registers.pstate & 0x3ff, 0x3c5);
}

static void test_trap_waiting_waits_and_goes_on_behind_it(void **state)
{
    (void)state;
    assert_int_equal(trap_handle(&registers, 1ull << 26 | 1 << 25), NEXT_WAIT); /* wfi */
    assert_int_equal(registers.pc, PC + 4);
    assert_int_equal(trap_handle(&registers, 1ull << 26 | 1 << 25 | 1), NEXT_GO_ON); /* wfe */
    assert_int_equal(trap_handle(&registers, 1ull << 26 | 1 << 25 | 2), NEXT_GO_ON); /* wfit */
    assert_int_equal(registers.pc, PC + 12);
    assert_int_equal(trap_handle(&registers, 1ull << 26), NEXT_WAIT); /* of two bytes, in AArch32 */
    assert_int_equal(registers.pc, PC + 14);
}

static void test_trap_smc_is_a_call(void **state)
{
    (void)state;
    registers.x[0] = 0x84000000;
    assert_int_equal(trap_handle(&registers, 0x17ull << 26 | 1 << 25), NEXT_GO_ON);
    assert_int_equal(registers.x[0], 0x10000);
    assert_int_equal(registers.x[1], 0x2222222222222222ull);
    assert_int_equal(registers.pc, PC + 4);
}

static void test_trap_debug_and_counters_are_quiet(void **state)
{
    static const unsigned quiet[][5] = {
        {2, 0, 0, 2, 2}, /* MDSCR_EL1 */  {2, 0, 1, 0, 4},  /* OSLAR_EL1 */
        {2, 0, 1, 1, 4}, /* OSLSR_EL1 */  {2, 0, 0, 15, 7}, /* DBGWCR15_EL1 */
        {3, 3, 9, 12, 0}, /* PMCR_EL0 */  {3, 0, 9, 14, 1}, /* PMINTENSET_EL1 */
        {3, 3, 14, 15, 7}, /* PMCCFILTR_EL0 */ {3, 3, 9, 13, 0}, /* PMCCNTR_EL0 */
    };

    for (unsigned i = 0; i < sizeof(quiet) / sizeof(quiet[0]); i++) {
        const unsigned *r = quiet[i];

        start(state);
        assert_int_equal(trap_handle(&registers, system_esr(r[0], r[1], r[2], r[3], r[4], 5, true)),
                         NEXT_GO_ON);
        assert_int_equal(registers.x[5], 0);
        assert_int_equal(registers.pc, PC + 4);
        trap_handle(&registers, system_esr(r[0], r[1], r[2], r[3], r[4], 6, false));
        assert_int_equal(registers.x[6], 0x7777777777777777ull);
        trap_handle(&registers, system_esr(r[0], r[1], r[2], r[3], r[4], 31, true));
        assert_int_equal(registers.pc, PC + 12);
    }
}

static void test_trap_other_registers_are_undefined(void **state)
{
    static const unsigned others[][5] = {
        {3, 0, 1, 0, 1},  /* ACTLR_EL1 */      {2, 1, 0, 0, 1},   /* TRCTRACEIDR */
        {3, 0, 12, 12, 5}, /* ICC_SRE_EL1 */   {3, 3, 14, 2, 1},  /* CNTP_CTL_EL0 */
        {1, 0, 7, 14, 2}, /* DC CISW */        {3, 4, 1, 1, 0},   /* HCR_EL2 */
        {3, 0, 9, 11, 0}, {3, 0, 9, 15, 0},    {3, 7, 9, 12, 0},
    };

    for (unsigned i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        const unsigned *r = others[i];

        start(state);
        assert_int_equal(trap_handle(&registers, system_esr(r[0], r[1], r[2], r[3], r[4], 5, true)),
                         NEXT_GO_ON);
        took_exception(0x200, 1 << 25, 0x60000005);
        assert_int_equal(registers.x[5], 0x6666666666666666ull);
    }
}

static void test_trap_unknown_classes_are_undefined(void **state)
{
    for (uint64_t ec = 0; ec < 64; ec++) {
        start(state);
        if (ec != 0x01 && ec != 0x17 && ec != 0x18 && ec != 0x38 && ec != 0x3c) {
            assert_int_equal(trap_handle(&registers, ec << 26 | 1 << 25 | 0x1ffffff), NEXT_GO_ON);
            took_exception(0x200, 1 << 25, 0x60000005);
        }
    }
}

/* A kernel's own, and a program's. */
static void test_trap_breakpoints_are_the_guests(void **state)
{
    const uint64_t brk = 0x3cull << 26 | 1 << 25 | 0x800; /* brk #0x800: Linux's WARN() */
    const uint64_t bkpt = 0x38ull << 26 | 7;              /* of two bytes, in AArch32 */

    (void)state;
    assert_int_equal(trap_handle(&registers, brk), NEXT_GO_ON);
    took_exception(0x200, brk, 0x60000005);
    start(state);
    registers.pstate = 0x80000000; /* EL0t */
    assert_int_equal(trap_handle(&registers, brk), NEXT_GO_ON);
    took_exception(0x400, brk, 0x80000000);
    start(state);
    registers.pstate = 0x30; /* EL0, AArch32, T32 */
    assert_int_equal(trap_handle(&registers, bkpt), NEXT_GO_ON);
    took_exception(0x600, bkpt, 0x30);
}

static uint64_t call(uint64_t number, uint64_t first, uint64_t second)
{
    uint64_t x[4] = {number, first, second, 7};

    assert_int_equal(psci_call(x), NEXT_GO_ON);
    assert_int_equal(x[1], first);
    assert_int_equal(x[2], second);
    assert_int_equal(x[3], 7);
    return x[0];
}

static void test_psci_says_what_there_is(void **state)
{
    static const uint32_t there[] = {0x80000000, 0x80000001, 0x84000000, 0x84000001, 0x84000002,
                                     0x84000003, 0x84000004, 0x84000006, 0x84000008, 0x84000009,
                                     0x8400000a, 0xc4000001, 0xc4000003, 0xc4000004};

    (void)state;
    assert_int_equal(call(0x84000000, 0, 0), 0x10000);
    assert_int_equal(call(0x80000000, 0, 0), 0x10001);
    assert_int_equal(call(0x84000006, 0, 0), 2);
    for (unsigned i = 0; i < sizeof(there) / sizeof(there[0]); i++) {
        assert_int_equal(call(0x8400000a, there[i], 0), 0);
    }
    for (uint32_t i = 0; i < 32; i++) {
        uint32_t one = 0x84000000 + i;
        bool is = (i <= 4 || i == 6 || (i >= 8 && i <= 10));
        bool is_64 = i == 1 || i == 3 || i == 4;

        assert_int_equal(call(0x8400000a, one, 0), is ? 0 : UINT64_MAX);
        assert_int_equal(call(0x8400000a, one | 1u << 30, 0), is_64 ? 0 : UINT64_MAX);
    }
    assert_int_equal(call(0x80000001, 0x80000000, 0), 0);
    assert_int_equal(call(0x80000001, 0x80008000, 0), UINT64_MAX); /* WORKAROUND_1 */
}

static void test_psci_has_one_processor_which_is_on(void **state)
{
    (void)state;
    for (uint64_t wide = 0; wide < 2; wide++) {
        assert_int_equal(call(0x84000003 | wide << 30, 0, 0x40000000), (uint64_t)-4);
        assert_int_equal(call(0x84000003 | wide << 30, 1, 0), (uint64_t)-2);
        assert_int_equal(call(0x84000004 | wide << 30, 0, 0), 0);
        assert_int_equal(call(0x84000004 | wide << 30, 1, 0), (uint64_t)-2);
        assert_int_equal(call(0x84000004 | wide << 30, 0, 1), (uint64_t)-2);
    }
    assert_int_equal(call(0xc4000003, 1ull << 32, 0), (uint64_t)-2);
    assert_int_equal(call(0x84000003, 1ull << 32, 0), (uint64_t)-4); /* 32 bits of it count */
}

static void test_psci_stops_and_restarts(void **state)
{
    static const struct {
        uint64_t number;
        uint64_t first;
        enum next next;
    } calls[] = {
        {0x84000008, 0, NEXT_STOP}, {0x84000009, 0, NEXT_RESTART}, {0x84000002, 0, NEXT_STOP},
        {0x84000001, 0, NEXT_WAIT}, {0xc4000001, 0, NEXT_WAIT},
        {0xffffffff84000008, 0, NEXT_STOP},
    };

    (void)state;
    for (unsigned i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        uint64_t x[4] = {calls[i].number, calls[i].first};

        assert_int_equal(psci_call(x), calls[i].next);
    }
    assert_int_equal(call(0x84000001, 1 << 16, 0), (uint64_t)-2);
}

static void test_psci_knows_no_other_call(void **state)
{
    static const uint64_t others[] = {0, 1, 0x84000005, 0x84000007, 0x8400000b, 0xc4000000,
                                      0xc4000008, 0xc4000009, 0xc4000002, 0x86000000, 0x80008000,
                                      0x04000000, UINT64_MAX, 0xc0000000, 0xbf00ff01};

    (void)state;
    for (unsigned i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_int_equal(call(others[i], 0, 0), UINT64_MAX);
    }
}

static void test_exception_vector_is_that_of_where_it_came_from(void **state)
{
    static const uint64_t from[][2] = {{0x5, 0x200}, {0x4, 0x000}, {0x0, 0x400}, {0x10, 0x600},
                                       {0x1f, 0x600}, {0x3c5, 0x200}, {0x80000000, 0x400}};

    for (unsigned i = 0; i < sizeof(from) / sizeof(from[0]); i++) {
        start(state);
        registers.pstate = from[i][0];
        exception_undefined(&registers);
        took_exception(from[i][1], 1 << 25, from[i][0]);
    }
}

static void test_exception_pan_is_as_the_guest_has_it(void **state)
{
    exception_undefined(&registers);
    assert_int_equal(registers.pstate, 0x3c5);
    start(state);
    registers.pstate |= 1 << 22;
    exception_undefined(&registers);
    assert_int_equal(registers.pstate, 0x3c5 | 1 << 22);
    start(state);
    fake.registers[VCPU_SCTLR] = 0;
    exception_undefined(&registers);
    assert_int_equal(registers.pstate, 0x3c5 | 1 << 22);
}

/* External aborts (0x10), without a guest's address (FnV), and the direction of a data access. */
static void test_exception_aborts_are_external(void **state)
{
    exception_abort(&registers, 0x93c08047); /* a store from EL1 */
    took_exception(0x200, 0x96000450, 0x60000005);
    assert_int_equal(fake.registers[VCPU_FAR], 0);
    start(state);
    registers.pstate = 0;
    exception_abort(&registers, 0x93c08007); /* a load from EL0 */
    took_exception(0x400, 0x92000410, 0);
    start(state);
    exception_abort(&registers, 0x82000007); /* a fetch from EL1 */
    took_exception(0x200, 0x86000410, 0x60000005);
    start(state);
    registers.pstate = 0;
    exception_abort(&registers, 0x82000047);
    took_exception(0x400, 0x82000410, 0);
    start(state);
    registers.pstate = 0x10;
    exception_abort(&registers, 0x90000007); /* from 32-bit code, an instruction of 16 bits */
    took_exception(0x600, 0x90000410, 0x10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_trap_waiting_waits_and_goes_on_behind_it, start),
        cmocka_unit_test_setup(test_trap_smc_is_a_call, start),
        cmocka_unit_test_setup(test_trap_debug_and_counters_are_quiet, start),
        cmocka_unit_test_setup(test_trap_other_registers_are_undefined, start),
        cmocka_unit_test_setup(test_trap_unknown_classes_are_undefined, start),
        cmocka_unit_test_setup(test_trap_breakpoints_are_the_guests, start),
        cmocka_unit_test(test_psci_says_what_there_is),
        cmocka_unit_test(test_psci_has_one_processor_which_is_on),
        cmocka_unit_test(test_psci_stops_and_restarts),
        cmocka_unit_test(test_psci_knows_no_other_call),
        cmocka_unit_test_setup(test_exception_vector_is_that_of_where_it_came_from, start),
        cmocka_unit_test_setup(test_exception_pan_is_as_the_guest_has_it, start),
        cmocka_unit_test_setup(test_exception_aborts_are_external, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
