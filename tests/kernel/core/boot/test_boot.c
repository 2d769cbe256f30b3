/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the initial thread finds (ABI.md 7).
 */
#include "fixture.h"

#include <string.h>

#include "board.h"
#include "boot_memory.h"
#include "check.h"
#include "derive.h"
#include "ipc_buffer.h"
#include "sched.h"

enum {
    IMAGE_PAGES = 4,
    DTB_BYTES = 0x1dd1,
    DTB_AT = HOST_RAM_BASE + 0x100000
};

static void test_initial_registers_are_what_start_up_code_relies_on(void **state)
{
    const struct tcb *tcb = initial_thread();

    (void)state;
    assert_int_equal(tcb->context.reg[REG_PC], FIXTURE_ENTRY);
    assert_int_equal(tcb->context.next_pc, FIXTURE_ENTRY);
    assert_int_equal(tcb->context.reg[REG_CAP], bootinfo()->ipcBuffer + 0x1000);
    for (unsigned i = 0; i < seL4_UserContextWords; i++) {
        if (i != REG_PC && i != REG_CAP && i != REG_SPSR) {
            assert_int_equal(tcb->context.reg[i], 0);
        }
    }
    assert_string_equal(tcb->name, "rootserver");
    assert_int_equal(tcb->priority, 255);
    assert_int_equal(tcb->mcp, 255);
    assert_int_equal(tcb->domain, 0);
    assert_true(cap_is_null(tcb->slot[TCB_FAULT_HANDLER].cap));
    assert_true(cap_is_null(tcb->slot[TCB_TIMEOUT_HANDLER].cap));
}

static void test_initial_thread_runs_round_robin_with_5_ms(void **state)
{
    const struct sched_context *sc = initial_thread()->sc;

    (void)state;
    assert_ptr_equal(sc, cap_sched_context(root_slot(seL4_CapInitThreadSC)->cap));
    assert_int_equal(sc->period, 0);
    assert_int_equal(sc->budget, 5 * board.timer_hz / 1000);
}

static void test_fixed_slots_hold_what_the_abi_says(void **state)
{
    static const enum cap_type expected[seL4_NumInitialCaps] = {
        [seL4_CapInitThreadTCB] = CAP_TCB,
        [seL4_CapInitThreadCNode] = CAP_CNODE,
        [seL4_CapInitThreadVSpace] = CAP_VSPACE,
        [seL4_CapIRQControl] = CAP_IRQ_CONTROL,
        [seL4_CapASIDControl] = CAP_ASID_CONTROL,
        [seL4_CapInitThreadASIDPool] = CAP_ASID_POOL,
        [seL4_CapBootInfoFrame] = CAP_FRAME,
        [seL4_CapInitThreadIPCBuffer] = CAP_FRAME,
        [seL4_CapDomain] = CAP_DOMAIN,
        [seL4_CapInitThreadSC] = CAP_SCHED_CONTEXT,
        [seL4_CapSMC] = CAP_SMC,
    };

    (void)state;
    for (unsigned slot = 0; slot < seL4_NumInitialCaps; slot++) {
        assert_int_equal(cap_type(root_slot(slot)->cap), expected[slot]);
    }
}

static void test_dynamic_slots_follow_in_order_and_untypeds_are_last(void **state)
{
    const seL4_BootInfo *info = bootinfo();

    (void)state;
    assert_int_equal(info->userImagePaging.start, seL4_NumInitialCaps);
    assert_int_equal(info->userImagePaging.end, seL4_NumInitialCaps + 3);
    assert_int_equal(info->extraBIPages.start, info->userImagePaging.end);
    assert_int_equal(info->extraBIPages.end, info->extraBIPages.start);
    assert_int_equal(info->schedcontrol.start, info->extraBIPages.end);
    assert_int_equal(info->schedcontrol.end, info->schedcontrol.start + 1);
    assert_int_equal(info->userImageFrames.start, info->schedcontrol.end);
    assert_int_equal(info->userImageFrames.end, info->userImageFrames.start + IMAGE_PAGES);
    assert_int_equal(info->untyped.start, info->userImageFrames.end);
    assert_int_equal(info->empty.start, info->untyped.end);
    assert_int_equal(info->empty.end, BIT(board.root_cnode_bits));
    assert_int_equal(info->initThreadCNodeSizeBits, board.root_cnode_bits);
    assert_int_equal(info->numNodes, 1);
    assert_int_equal(info->extraLen, 0);
    for (word_t slot = info->empty.start; slot < info->empty.end; slot++) {
        assert_true(cte_is_empty(root_slot(slot)));
    }
}

static void test_image_is_mapped_where_it_was_linked(void **state)
{
    (void)state;
    for (unsigned page = 0; page < IMAGE_PAGES; page++) {
        struct host_translation found = host_translate(FIXTURE_IMAGE_VADDR + page * 0x1000);
        assert_true(found.present);
        assert_int_equal(found.address, FIXTURE_IMAGE + page * 0x1000);
        assert_int_equal(found.attributes.access, ACCESS_READ_WRITE);
        assert_true(found.attributes.cacheable);
        assert_false(found.attributes.execute_never);
        cap_t cap = root_slot(bootinfo()->userImageFrames.start + page)->cap;
        assert_int_equal(cap_object(cap), found.address);
        assert_int_equal(cap_mapped_page(cap), FIXTURE_IMAGE_VADDR + page * 0x1000);
    }
    assert_false(host_translate(FIXTURE_IMAGE_VADDR - 0x1000).present);
}

static void test_buffer_and_bootinfo_follow_the_image_and_are_not_executable(void **state)
{
    vaddr_t buffer = FIXTURE_IMAGE_VADDR + IMAGE_PAGES * 0x1000;
    struct host_translation found = host_translate(buffer);

    (void)state;
    assert_int_equal(bootinfo()->ipcBuffer, buffer);
    assert_int_equal(initial_thread()->ipc_buffer, buffer);
    assert_true(found.present && found.attributes.execute_never);
    assert_int_equal(found.address, cap_object(root_slot(seL4_CapInitThreadIPCBuffer)->cap));
    assert_ptr_equal(ipc_buffer_of(initial_thread(), true), phys_ptr(found.address));
    /* The thread's own copy must not undo the mapping when it goes. */
    assert_int_equal(cap_asid(initial_thread()->slot[TCB_IPC_BUFFER].cap), 0);

    found = host_translate(buffer + 0x1000);
    assert_true(found.present && found.attributes.execute_never);
    assert_ptr_equal(phys_ptr(found.address), bootinfo());
    assert_false(host_translate(buffer + 0x2000).present);
}

static void test_untyped_descriptors_describe_their_capabilities(void **state)
{
    const seL4_BootInfo *info = bootinfo();

    (void)state;
    for (word_t i = 0; i < info->untyped.end - info->untyped.start; i++) {
        cap_t cap = root_slot(info->untyped.start + i)->cap;
        const seL4_UntypedDesc *untyped = &info->untypedList[i];
        assert_int_equal(cap_type(cap), CAP_UNTYPED);
        assert_int_equal(cap_object(cap), untyped->paddr);
        assert_int_equal(cap_size_bits(cap), untyped->sizeBits);
        assert_int_equal(cap_is_device(cap), untyped->isDevice);
        /* Full: what the loader left in memory is cleared before first use. */
        assert_int_equal(cap_watermark(cap), BIT(untyped->sizeBits));
    }
}

static void test_untypeds_come_as_devices_then_kernel_boot_then_ram(void **state)
{
    const seL4_BootInfo *info = bootinfo();
    word_t count = info->untyped.end - info->untyped.start;
    word_t i = 0;

    (void)state;
    while (info->untypedList[i].isDevice) {
        i++;
    }
    assert_int_equal(info->untypedList[i].paddr, HOST_RAM_BASE);
    assert_int_equal(info->untypedList[i].sizeBits, 15); /* FIXTURE_KERNEL_BOOT_END */
    for (i++; i < count; i++) {
        assert_false(info->untypedList[i].isDevice);
        assert_true(info->untypedList[i].paddr >= FIXTURE_KERNEL_END);
        assert_true(info->untypedList[i].paddr > info->untypedList[i - 1].paddr);
    }
}

static void test_no_untyped_covers_kernel_image_or_initial_objects(void **state)
{
    const seL4_BootInfo *info = bootinfo();
    const struct phys_range held[] = {
        {FIXTURE_KERNEL_BOOT_END, FIXTURE_KERNEL_END},
        {FIXTURE_IMAGE, FIXTURE_IMAGE_END},
        {phys_addr_of(root_slot(0)), phys_addr_of(root_slot(0)) + 1},
        {phys_addr_of(initial_thread()), phys_addr_of(initial_thread()) + 1},
        {0x08000000, 0x08001000},
        {0x08010000, 0x08011000},
    };

    (void)state;
    for (word_t i = 0; i < info->untyped.end - info->untyped.start; i++) {
        paddr_t start = info->untypedList[i].paddr;
        paddr_t end = start + BIT(info->untypedList[i].sizeBits);
        for (unsigned k = 0; k < sizeof held / sizeof held[0]; k++) {
            assert_true(end <= held[k].start || held[k].end <= start);
        }
    }
}

static void test_a_fresh_system_keeps_all_invariants(void **state)
{
    (void)state;
    assert_null(check_invariants());
}

/* ---- Other hand-overs ---- */

static void boot_with(const struct boot_handover *handover)
{
    host_reset();
    memset(host_ram, 0xa5, sizeof host_ram); /* nobody promises zeros */
    for (unsigned i = 0; i < DTB_BYTES; i++) {
        ((unsigned char *)phys_ptr(DTB_AT))[i] = (unsigned char)(i * 7);
    }
    kernel_boot(handover);
}

static void test_device_tree_arrives_in_extra_boot_information(void **state)
{
    struct boot_handover handover = fixture_handover();
    struct tcb *tcb;

    (void)state;
    handover.dtb = DTB_AT;
    handover.dtb_size = DTB_BYTES;
    boot_with(&handover);
    tcb = sched_current();
    struct cte *slots = cap_cnode(tcb->slot[TCB_CSPACE].cap);
    const seL4_BootInfo *info = phys_ptr(cap_object(slots[seL4_CapBootInfoFrame].cap));

    assert_int_equal(info->extraLen, sizeof(seL4_BootInfoHeader) + DTB_BYTES);
    assert_int_equal(info->extraBIPages.end - info->extraBIPages.start, 2);
    vaddr_t extra = tcb->context.reg[REG_CAP] + 0x1000;
    struct host_translation found = host_translate(extra);
    assert_true(found.present);
    const seL4_BootInfoHeader *header = phys_ptr(found.address);
    assert_int_equal(header->id, SEL4_BOOTINFO_HEADER_FDT);
    assert_int_equal(header->len, info->extraLen);
    assert_memory_equal(header + 1, phys_ptr(DTB_AT), DTB_BYTES);
    assert_int_equal(host_translate(extra + 0x1000).address, found.address + 0x1000);
    assert_null(check_invariants());
}

static void test_initial_objects_lie_in_the_order_of_the_abi(void **state)
{
    struct boot_handover handover = fixture_handover();

    (void)state;
    handover.dtb = DTB_AT;
    handover.dtb_size = DTB_BYTES;
    boot_with(&handover);
    struct cte *slots = cap_cnode(sched_current()->slot[TCB_CSPACE].cap);
    const seL4_BootInfo *info = phys_ptr(cap_object(slots[seL4_CapBootInfoFrame].cap));
    const struct {
        word_t slot;
        word_t size;
    } order[] = {
        {seL4_CapInitThreadCNode, BIT(board.root_cnode_bits + seL4_SlotBits)},
        {info->extraBIPages.start, 0x2000}, /* larger than a VSpace: before it */
        {seL4_CapInitThreadVSpace, 0x1000},
        {seL4_CapInitThreadASIDPool, 0x1000},
        {seL4_CapInitThreadIPCBuffer, 0x1000},
        {seL4_CapBootInfoFrame, 0x1000},
        {info->userImagePaging.start, 0x3000},
        {seL4_CapInitThreadTCB, 0x800},
        {seL4_CapInitThreadSC, 0x80},
    };
    paddr_t at = cap_object(slots[seL4_CapInitThreadCNode].cap);

    /* Aligned to the largest, as high as that allows. */
    assert_int_equal(at, board.ram[0].end - 2 * order[0].size);
    for (unsigned i = 0; i < sizeof order / sizeof order[0]; i++) {
        assert_int_equal(cap_object(slots[order[i].slot].cap), at);
        at += order[i].size;
    }
}

static void test_a_large_device_tree_lies_before_the_cnode(void **state)
{
    struct boot_handover handover = fixture_handover();

    (void)state;
    handover.dtb = DTB_AT;
    handover.dtb_size = BIT(board.root_cnode_bits + seL4_SlotBits);
    boot_with(&handover);
    struct cte *slots = cap_cnode(sched_current()->slot[TCB_CSPACE].cap);
    const seL4_BootInfo *info = phys_ptr(cap_object(slots[seL4_CapBootInfoFrame].cap));

    assert_int_equal(cap_object(slots[info->extraBIPages.start].cap) + 2 * handover.dtb_size,
                     cap_object(slots[seL4_CapInitThreadCNode].cap));
    assert_null(check_invariants());
}

static void test_an_image_across_2_mib_gets_all_its_tables(void **state)
{
    struct boot_handover handover = fixture_handover();

    (void)state;
    /* Two pages below a 1 GiB boundary, two above. */
    handover.user_offset = FIXTURE_IMAGE - 0x7fffe000;
    boot_with(&handover);
    struct cte *slots = cap_cnode(sched_current()->slot[TCB_CSPACE].cap);
    const seL4_BootInfo *info = phys_ptr(cap_object(slots[seL4_CapBootInfoFrame].cap));
    static const vaddr_t expected[] = {0, 0x40000000, 0x80000000, 0x7fe00000, 0x80000000};

    assert_int_equal(info->userImagePaging.end - info->userImagePaging.start, 5);
    for (unsigned i = 0; i < 5; i++) {
        cap_t table = slots[info->userImagePaging.start + i].cap;
        assert_int_equal(cap_mapped_page(table), expected[i]);
    }
    assert_int_equal(host_translate(0x7ffff000).address, FIXTURE_IMAGE + 0x1000);
    assert_int_equal(host_translate(0x80000000).address, FIXTURE_IMAGE + 0x2000);
    assert_null(check_invariants());
}

/* Boot must stop with `words` on the console. */
static void assert_boot_refuses(const struct boot_handover *handover, const char *words)
{
    jmp_buf halted;

    if (setjmp(halted) == 0) {
        host_reset();
        host_machine.halt = &halted;
        kernel_boot(handover);
        fail_msg("booted, should have said: %s", words);
    }
    assert_true(host_console_has(words));
}

static void test_impossible_hand_overs_are_refused_with_words(void **state)
{
    struct boot_handover bad = fixture_handover();

    (void)state;
    bad.user_start += 8;
    assert_boot_refuses(&bad, "not page aligned");
    bad = fixture_handover();
    bad.user_end = HOST_RAM_BASE + HOST_RAM_SIZE + 0x1000;
    assert_boot_refuses(&bad, "initial task's image is not in RAM");
    bad = fixture_handover();
    bad.user_end = bad.user_start;
    assert_boot_refuses(&bad, "initial task's image is not in RAM");
    bad = fixture_handover();
    bad.kernel_end = FIXTURE_IMAGE + 0x1000;
    assert_boot_refuses(&bad, "overlaps the kernel");
    bad = fixture_handover();
    bad.kernel_boot_end = bad.kernel_end + 1;
    assert_boot_refuses(&bad, "kernel's image is not in RAM");
    bad = fixture_handover();
    bad.user_offset = FIXTURE_IMAGE - (seL4_UserTop + 1 - 0x2000);
    assert_boot_refuses(&bad, "not user addresses");
    bad = fixture_handover();
    bad.dtb = HOST_RAM_BASE + HOST_RAM_SIZE - 0x1000;
    bad.dtb_size = 0x2000;
    assert_boot_refuses(&bad, "device tree is not in RAM");
    bad = fixture_handover();
    bad.user_start = FIXTURE_KERNEL_END;
    bad.user_end = HOST_RAM_BASE + HOST_RAM_SIZE;
    assert_boot_refuses(&bad, "no RAM range has room");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        kernel_test(test_initial_registers_are_what_start_up_code_relies_on),
        kernel_test(test_initial_thread_runs_round_robin_with_5_ms),
        kernel_test(test_fixed_slots_hold_what_the_abi_says),
        kernel_test(test_dynamic_slots_follow_in_order_and_untypeds_are_last),
        kernel_test(test_image_is_mapped_where_it_was_linked),
        kernel_test(test_buffer_and_bootinfo_follow_the_image_and_are_not_executable),
        kernel_test(test_untyped_descriptors_describe_their_capabilities),
        kernel_test(test_untypeds_come_as_devices_then_kernel_boot_then_ram),
        kernel_test(test_no_untyped_covers_kernel_image_or_initial_objects),
        kernel_test(test_a_fresh_system_keeps_all_invariants),
        cmocka_unit_test(test_device_tree_arrives_in_extra_boot_information),
        cmocka_unit_test(test_initial_objects_lie_in_the_order_of_the_abi),
        cmocka_unit_test(test_a_large_device_tree_lies_before_the_cnode),
        cmocka_unit_test(test_an_image_across_2_mib_gets_all_its_tables),
        cmocka_unit_test(test_impossible_hand_overs_are_refused_with_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
