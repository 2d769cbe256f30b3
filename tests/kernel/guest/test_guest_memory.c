/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Guests' accesses to what they do not have: syndrome, and the intermediate
 * physical address, whatever the guest's own tables say.
 *
 * Source of syndromes, and of descriptors: Arm ARM, ESR_EL2 (data abort), "VMSAv8-64
 * translation table format descriptors".
 */
#include "guest.h"

/* Data abort, syndrome valid, x1: a word that is read, a byte that is written; + status. */
enum { WORD_READ = 0x93810000, BYTE_WRITTEN = 0x93010040, FETCHED = 0x82000000 };
enum { MISSING = 0x4, DENIED = 0xc, LEVEL_1 = 1, LEVEL_3 = 3, ON_WALK = 1 << 7 };

TEST(a_load_where_nothing_is_tells_how_it_is_to_be_answered,
     "vcpu.abort.address vcpu.abort.syndrome")
{
    struct guest guest = guest_new();

    (void)guest_begin(&guest, guest_load, W(GUEST_NOTHING + 0x124));
    EXPECT_GUEST(&guest, seL4_Fault_VMFault, guest_code(guest_load), GUEST_NOTHING + 0x124, 0,
                 WORD_READ | MISSING | LEVEL_1);

    struct registers registers = registers_of(guest.thread->tcb);

    registers.r[R_PC] += INSTRUCTION;
    registers.r[R_X0 + 1] = 0x12345678;
    OK(tcb_write_registers(guest.thread->tcb, 0, R_COUNT, &registers));
    guest_again(&guest);
    CHECK_EQUAL(REPORT_OF(&guest).r[R_X0 + 1], 0x12345678);
}

TEST(a_store_where_nothing_is_and_where_it_may_not_be, "vcpu.abort.address vcpu.abort.syndrome")
{
    struct guest guest = guest_new();

    (void)guest_begin(&guest, guest_store, W(GUEST_NOTHING + 0x801));
    EXPECT_GUEST(&guest, seL4_Fault_VMFault, guest_code(guest_store), GUEST_NOTHING + 0x801, 0,
                 BYTE_WRITTEN | MISSING | LEVEL_1);
    guest_next(&guest);
    (void)REPORT_OF(&guest);
    (void)guest_begin(&guest, guest_store, W(GUEST_CONST + 0xfff));
    EXPECT_GUEST(&guest, seL4_Fault_VMFault, guest_code(guest_store), GUEST_CONST + 0xfff, 0,
                 BYTE_WRITTEN | DENIED | LEVEL_3);
    (void)guest_begin(&guest, guest_store, W(GUEST_DATA + 8, 0x99));
    (void)REPORT_OF(&guest);
    CHECK_EQUAL(view(guest.data)[1], 0x99);
}

TEST(a_jump_to_where_nothing_is, "vcpu.abort.address vcpu.abort.syndrome")
{
    struct guest guest = guest_new();

    (void)guest_begin(&guest, guest_jump, W(GUEST_DATA + 0x2000));
    EXPECT_GUEST(&guest, seL4_Fault_VMFault, GUEST_DATA + 0x2000, GUEST_DATA + 0x2000, 1,
                 FETCHED | MISSING | LEVEL_3);
}

/* ---- With the guest's own tables ---- */

/* 39 bits, 4 KiB granule, TTBR1 not walked; attribute 0 is write-back memory; MMU on, and the bits
   of a new virtual CPU. */
#define TCR   (25ull << 0 | 1ull << 8 | 1ull << 10 | 3ull << 12 | 1ull << 23)
#define MAIR  0xffull
#define SCTLR (0x34d58820ull | 1)

/* A block of 1 GiB of the intermediate address, accessible at EL1. */
#define BLOCK(address) ((address) | 1ull << 10 | 3ull << 8 | 1)

enum { GIB_BITS = 30 };
#define VIRTUAL(gib, address) ((seL4_Word)(gib) << GIB_BITS | ((address) & 0x3fffffffull))

/* The guest goes on at `label` with its MMU on and this x0.  Its tables: GiB 1 is itself, 5 is 0,
   6 is 1. */
static void begin_mapped(const struct guest *guest, const unsigned char *label, seL4_Word x0)
{
    volatile seL4_Word *table = view(guest->data);

    table[1] = BLOCK(1ull << GIB_BITS);
    table[5] = BLOCK(0ull);
    table[6] = BLOCK(1ull << GIB_BITS);
    (void)guest_begin(guest, guest_mmu_on,
                      W(GUEST_DATA, TCR, MAIR, SCTLR, guest_code(label), x0));
}

TEST(an_abort_s_address_is_the_intermediate_one, "vcpu.abort.address")
{
    struct guest guest = guest_new();

    begin_mapped(&guest, guest_load, VIRTUAL(5, GUEST_NOTHING + 0x24));
    EXPECT_GUEST(&guest, seL4_Fault_VMFault, guest_code(guest_load), GUEST_NOTHING + 0x24, 0,
                 WORD_READ | MISSING | LEVEL_1);
    begin_mapped(&guest, guest_jump, VIRTUAL(6, GUEST_DATA + 0x3000));
    EXPECT_GUEST(&guest, seL4_Fault_VMFault, VIRTUAL(6, GUEST_DATA + 0x3000), GUEST_DATA + 0x3000,
                 1, FETCHED | MISSING | LEVEL_3);
}

TEST(an_access_that_is_denied_has_the_intermediate_address, "vcpu.abort.address")
{
    struct guest guest = guest_new();

    OK(vcpu_write(guest.vcpu, seL4_VCPUReg_PAR, 0x123000));
    begin_mapped(&guest, guest_store, VIRTUAL(6, GUEST_CONST + 0x123));
    EXPECT_GUEST(&guest, seL4_Fault_VMFault, guest_code(guest_store), GUEST_CONST + 0x123, 0,
                 BYTE_WRITTEN | DENIED | LEVEL_3);
    EXPECT(vcpu_read(guest.vcpu, seL4_VCPUReg_PAR), seL4_NoError, 0x123000);
}

TEST(a_table_of_the_guest_s_where_nothing_is, "vcpu.abort.address")
{
    struct guest guest = guest_new();

    begin_mapped(&guest, guest_load, VIRTUAL(7, 0x5008));
    view(guest.data)[7] = (GUEST_NOTHING & ~0xfffull) | 3;
    let_others_run();
    sys_nbrecv(guest.faults, guest.thread->reply);
    CHECK_EQUAL(got()->label, seL4_Fault_VMFault);
    CHECK_EQUAL(got()->mr[seL4_VMFault_IP], guest_code(guest_load));
    CHECK_EQUAL(got()->mr[seL4_VMFault_Addr], GUEST_NOTHING | 8);
    /* Before release 8, QEMU names another level. */
    CHECK_EQUAL(got()->mr[seL4_VMFault_FSR] & ~3ull, 0x92000000 | ON_WALK | MISSING);
}

TEST(what_the_guest_s_own_tables_deny_is_its_own, "vcpu.call.own")
{
    struct guest guest = guest_new();

    OK(vcpu_write(guest.vcpu, seL4_VCPUReg_VBAR, GUEST_CODE));
    begin_mapped(&guest, guest_load, VIRTUAL(8, 0x10));
    struct registers found = REPORT_OF(&guest);

    CHECK_EQUAL(found.r[R_X0] >> 26, 0x25);
    CHECK_EQUAL(found.r[R_X0 + 1], guest_code(guest_load));
    CHECK_EQUAL(found.r[R_X0 + 2], VIRTUAL(8, 0x10));
}
