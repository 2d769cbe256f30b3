/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All that the processor keeps: for each guest its own, whoever ran meanwhile,
 * and for nobody another one's.
 */
#include "guest.h"

/* The order of all_registers in code.S, and the bits of each that are tested: those that mean
   nothing while the MMU is off and that the processor of the board keeps. */
static const struct kept {
    const char *name;
    seL4_Word bits;
    seL4_Word fixed; /* the others */
    seL4_Word fresh; /* of a new virtual CPU */
} kept[] = {
    {"ttbr0_el1", 0xffff0000fffffffe, 0, 0},
    {"ttbr1_el1", 0xffff0000fffffffe, 0, 0},
    {"tcr_el1", 0x6000ff3f003f, 0, 0},
    {"mair_el1", ~0ull, 0, 0},
    {"contextidr_el1", 0xffffffff, 0, 0},
    {"esr_el1", 0xffffffff, 0, 0},
    {"far_el1", ~0ull, 0, 0},
    {"par_el1", 0x0000ffffffff0000, 0, 0},
    {"vbar_el1", 0x0000fffffffff800, 0, 0},
    {"tpidr_el1", ~0ull, 0, 0},
    {"elr_el1", ~0ull, 0, 0},
    {"spsr_el1", 0xf00003c0, 0, 0},
    {"sctlr_el1", 0x00050000, 0x34d08820, 0x34d58820},
    {"cpacr_el1", 0, 3 << 20, 0},
    {"cntkctl_el1", 0x3ff, 0, 0},
    {"cntv_ctl_el0", 0, 2, 0},
    {"cntv_cval_el0", ~0ull, 0, 0},
    {"csselr_el1", 0x3, 0, 0},
    {"tpidr_el0", ~0ull, 0, 0},
    {"tpidrro_el0", ~0ull, 0, 0},
    {"sp_el0", ~0ull, 0, 0},
    {"sp_el1", ~0xfull, 0, 0},
    {"fpcr", 0x03c00000, 0, 0},
    {"fpsr", 0xf800009f, 0, 0},
};

enum { SYSTEM = sizeof kept / sizeof kept[0], VECTORS = 64, ALL = SYSTEM + VECTORS };

/* Of register `i`, for somebody. */
static seL4_Word value_of(unsigned i, seL4_Word salt)
{
    seL4_Word value = 0x9e3779b97f4a7c15ull * (i + 1) ^ salt * 0x0123456789abcdefull;

    return i < SYSTEM ? (value & kept[i].bits) | kept[i].fixed : value;
}

/* The guest loads all its registers and reports. */
static void load_all(const struct guest *guest, seL4_Word salt)
{
    volatile seL4_Word *data = view(guest->data);

    for (unsigned i = 0; i < ALL; i++) {
        data[i] = value_of(i, salt);
    }
    (void)guest_begin(guest, guest_loads, NONE);
    (void)REPORT_OF(guest);
    for (unsigned i = 0; i < ALL; i++) {
        data[i] = 0x5555;
    }
}

/* Where the guest has them. */
static void save_all(const struct guest *guest)
{
    struct registers registers = registers_of(guest->thread->tcb);

    registers.r[R_PC] = guest_code(guest_saves);
    OK(tcb_write_registers(guest->thread->tcb, 0, 1, &registers));
    guest_again(guest);
    (void)REPORT_OF(guest);
}

static void expect_all(const struct guest *guest, seL4_Word salt)
{
    volatile seL4_Word *data;

    save_all(guest);
    data = view(guest->data);
    for (unsigned i = 0; i < ALL; i++) {
        if (data[i] != value_of(i, salt)) {
            test_failed(HERE, i < SYSTEM ? kept[i].name : "a vector", value_of(i, salt), data[i]);
        }
    }
}

/* A guest that has never run: nothing in it but what WriteRegisters gave it. */
static void expect_fresh(const struct guest *guest)
{
    volatile seL4_Word *data;
    struct registers begun = guest_begin(guest, guest_saves, NONE);

    (void)REPORT_OF(guest);
    data = view(guest->data);
    for (unsigned i = 0; i < ALL; i++) {
        seL4_Word expected = i < SYSTEM ? kept[i].fresh : 0;

        expected = i == 18 ? begun.r[R_TPIDR] : i == 19 ? begun.r[R_TPIDRRO] : expected;
        expected = i == 20 ? begun.r[R_SP] : expected;
        if (data[i] != expected) {
            test_failed(HERE, i < SYSTEM ? kept[i].name : "a vector", expected, data[i]);
        }
    }
}

TEST(a_new_guest_finds_nothing_of_another_one, "vcpu.lazy.others")
{
    struct guest one = guest_new();
    struct guest other = guest_new();

    load_all(&one, 1);
    expect_fresh(&other);
}

TEST(guests_and_a_native_thread_exchange_no_register, "vcpu.lazy.same vcpu.lazy.native")
{
    struct guest one = guest_new();
    struct guest other = guest_new();

    load_all(&one, 1);
    load_all(&other, 2);
    sys_yield(); /* compares the tester's own registers */
    expect_all(&one, 1);
    sys_yield();
    expect_all(&other, 2);
}

/* A guest that is interrupted, and a native thread runs, at an instruction like any other. */
TEST(a_guest_that_is_interrupted_keeps_its_registers, "vcpu.lazy.same")
{
    struct guest guest = guest_new();
    struct registers begun = guest_begin(&guest, guest_spins, W(200000));
    struct registers found = REPORT_OF(&guest);

    begun.r[R_X0] = 0;
    begun.r[R_X7] = REPORT;
    begun.r[R_PC] = found.r[R_PC];
    for (seL4_Word i = 0; i < R_COUNT; i++) {
        CHECK_EQUAL(found.r[i], begun.r[i]);
    }
}

/* ---- ReadRegs, WriteRegs ---- */

/* The fields of HYP.md 2 that code.S loads and saves. */
static const struct {
    unsigned field;
    unsigned kept;
} fields[] = {
    {seL4_VCPUReg_TTBR0, 0},      {seL4_VCPUReg_TTBR1, 1},   {seL4_VCPUReg_TCR, 2},
    {seL4_VCPUReg_MAIR, 3},       {seL4_VCPUReg_CIDR, 4},    {seL4_VCPUReg_ESR, 5},
    {seL4_VCPUReg_FAR, 6},        {seL4_VCPUReg_PAR, 7},     {seL4_VCPUReg_VBAR, 8},
    {seL4_VCPUReg_TPIDR_EL1, 9},  {seL4_VCPUReg_ELR_EL1, 10}, {seL4_VCPUReg_SPSR_EL1, 11},
    {seL4_VCPUReg_SCTLR, 12},     {seL4_VCPUReg_CPACR, 13},  {seL4_VCPUReg_CNTKCTL_EL1, 14},
    {seL4_VCPUReg_CNTV_CTL, 15},  {seL4_VCPUReg_CNTV_CVAL, 16}, {seL4_VCPUReg_SP_EL1, 21},
};

static void expect_fields(seL4_CPtr vcpu, seL4_Word salt)
{
    for (unsigned i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        EXPECT(vcpu_read(vcpu, fields[i].field), seL4_NoError, value_of(fields[i].kept, salt));
    }
}

TEST(what_a_guest_has_is_read_wherever_it_is, "vcpu.read.value")
{
    struct guest one = guest_new();
    struct guest other = guest_new();

    load_all(&one, 1);
    expect_fields(one.vcpu, 1); /* loaded */
    load_all(&other, 2);
    expect_fields(one.vcpu, 1); /* elsewhere */
    expect_fields(other.vcpu, 2);
}

TEST(what_is_written_is_what_the_guest_has, "vcpu.write.value")
{
    struct guest one = guest_new();
    struct guest other = guest_new();

    load_all(&one, 1);
    load_all(&other, 2);
    for (unsigned i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        OK(vcpu_write(one.vcpu, fields[i].field, value_of(fields[i].kept, 3)));   /* elsewhere */
        OK(vcpu_write(other.vcpu, fields[i].field, value_of(fields[i].kept, 4))); /* loaded */
    }
    expect_fields(one.vcpu, 3);
    expect_fields(other.vcpu, 4);
    save_all(&other);
    for (unsigned i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        CHECK_EQUAL(view(other.data)[fields[i].kept], value_of(fields[i].kept, 4));
    }
    save_all(&one);
    for (unsigned i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        CHECK_EQUAL(view(one.data)[fields[i].kept], value_of(fields[i].kept, 3));
    }
}

TEST(a_thread_without_its_virtual_cpu_goes_on_at_el0, "vcpu.unbound.el0 vcpu.unbound.keeps")
{
    struct guest guest = guest_new();

    load_all(&guest, 5);
    OK(vcpu_set_tcb(guest.vcpu, actor_new(seL4_Null, 1)->tcb));
    CHECK_EQUAL(registers_of(guest.thread->tcb).r[R_SPSR] & 0xf, 0);
    expect_fields(guest.vcpu, 5);
    guest_again(&guest);
    let_others_run();
    sys_nbrecv(guest.faults, guest.thread->reply);
    CHECK_EQUAL(got()->label, seL4_Fault_UserException); /* hvc is undefined at EL0 */
}
