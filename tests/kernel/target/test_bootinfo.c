/* SPDX-License-Identifier: BSD-2-Clause */
/* The boot information and the initial untypeds (ABI.md 7.1, 7.5). */
#include "devices.h"
#include "nodes.h"
#include "support.h"

enum { DEVICES_END = 40 }; /* log2 of where device memory ends */

/* ---- Fields ---- */

TEST(the_fixed_fields_are_those_of_one_node, "bootinfo.fields.fixed")
{
    CHECK_EQUAL(bootinfo->nodeID, 0);
    CHECK_EQUAL(bootinfo->numNodes, 1);
    CHECK_EQUAL(bootinfo->numIOPTLevels, 0);
    CHECK_EQUAL(bootinfo->initThreadDomain, 0);
    CHECK_EQUAL(bootinfo->sharedFrames.start, 0);
    CHECK_EQUAL(bootinfo->sharedFrames.end, 0);
    CHECK_EQUAL(bootinfo->ioSpaceCaps.start, 0);
    CHECK_EQUAL(bootinfo->ioSpaceCaps.end, 0);
}

TEST(the_capabilities_lie_in_the_order_of_the_interface, "bootinfo.slots.order")
{
    CHECK_EQUAL(bootinfo->userImagePaging.start, 16);
    CHECK_EQUAL(bootinfo->userImagePaging.end, bootinfo->extraBIPages.start);
    CHECK_EQUAL(bootinfo->extraBIPages.end, bootinfo->schedcontrol.start);
    CHECK_EQUAL(bootinfo->schedcontrol.end, bootinfo->schedcontrol.start + 1);
    CHECK_EQUAL(bootinfo->schedcontrol.end, bootinfo->userImageFrames.start);
    CHECK_EQUAL(bootinfo->userImageFrames.end, bootinfo->untyped.start);
    CHECK_EQUAL(bootinfo->untyped.end, bootinfo->empty.start);
    CHECK_EQUAL(bootinfo->empty.end, 1ull << bootinfo->initThreadCNodeSizeBits);
    CHECK(takes(SCHED_CTRL, SchedControlConfigureFlags));
}

TEST(slots_of_the_empty_region_are_empty, "bootinfo.slots.empty")
{
    for (seL4_Word bits = 0; bits < 64; bits++) {
        seL4_CPtr at = bootinfo->empty.end - (1ull << bits);
        if (at < first_test_slot + TEST_SLOTS || at >= bootinfo->empty.end) {
            break;
        }
        CHECK(slot_is_empty(at));
    }
}

TEST(a_pointer_is_a_slot_number_of_the_root_cnode, "bootinfo.slots.root")
{
    seL4_Word bits = bootinfo->initThreadCNodeSizeBits;

    CHECK_EQUAL(bits, CONFIG_ROOT_CNODE_SIZE_BITS);
    OK(cnode_delete(slot(bootinfo->empty.end - 1)));
    EXPECT(cnode_delete(slot(bootinfo->empty.end)), seL4_FailedLookup, 0, seL4_GuardMismatch, 64,
           0, 64 - bits);
}

TEST(extra_boot_information_is_the_device_tree_or_nothing, "bootinfo.fields.extra")
{
    const seL4_BootInfoHeader *extra = (const void *)((seL4_Word)bootinfo + 4096);
    seL4_Word pages = bootinfo->extraBIPages.end - bootinfo->extraBIPages.start;

    CHECK_EQUAL(pages, (bootinfo->extraLen + 4095) >> seL4_PageBits);
    if (bootinfo->extraLen != 0) {
        CHECK_EQUAL(extra->id, 6);
        CHECK_EQUAL(extra->len, bootinfo->extraLen);
    }
}

/* ---- Untypeds ---- */

static seL4_Word untyped_count(void)
{
    return bootinfo->untyped.end - bootinfo->untyped.start;
}

static const seL4_UntypedDesc *untyped_at(seL4_Word i)
{
    return &bootinfo->untypedList[i];
}

static seL4_Word end_of(const seL4_UntypedDesc *u)
{
    return u->paddr + (1ull << u->sizeBits);
}

/* Expects that no untyped has any of these bytes. */
static void expect_reserved(seL4_Word start, seL4_Word end)
{
    for (seL4_Word i = 0; i < untyped_count(); i++) {
        CHECK(end_of(untyped_at(i)) <= start || end <= untyped_at(i)->paddr);
    }
}

TEST(every_untyped_is_aligned_and_has_4_to_47_bits, "bootinfo.untyped.size")
{
    CHECK(untyped_count() > 0 && untyped_count() <= seL4_MaxBootInfoUntypeds);
    for (seL4_Word i = 0; i < untyped_count(); i++) {
        const seL4_UntypedDesc *u = untyped_at(i);
        CHECK(u->sizeBits >= 4 && u->sizeBits <= 47);
        CHECK_EQUAL(u->paddr & ((1ull << u->sizeBits) - 1), 0);
    }
}

TEST(no_two_untypeds_overlap, "bootinfo.untyped.disjoint")
{
    for (seL4_Word i = 0; i < untyped_count(); i++) {
        for (seL4_Word j = 0; j < i; j++) {
            CHECK(end_of(untyped_at(i)) <= untyped_at(j)->paddr ||
                  end_of(untyped_at(j)) <= untyped_at(i)->paddr);
        }
    }
}

TEST(devices_come_first_and_ascend, "bootinfo.untyped.devices")
{
    seL4_Word i = 0;

    CHECK(untyped_at(0)->isDevice);
    while (i + 1 < untyped_count() && untyped_at(i + 1)->isDevice) {
        CHECK(end_of(untyped_at(i)) <= untyped_at(i + 1)->paddr);
        i++;
    }
    CHECK_EQUAL(end_of(untyped_at(i)), 1ull << DEVICES_END);
    for (i++; i < untyped_count(); i++) {
        CHECK(!untyped_at(i)->isDevice);
    }
}

/* RAM ascends but for one step down: behind the kernel's boot part, which comes first. */
TEST(ram_comes_last_and_ascends_behind_the_kernel_s_boot_part, "bootinfo.untyped.ram")
{
    unsigned steps_down = 0;

    for (seL4_Word i = 1; i < untyped_count(); i++) {
        if (!untyped_at(i - 1)->isDevice && untyped_at(i)->paddr < untyped_at(i - 1)->paddr) {
            steps_down++;
        }
    }
    CHECK(steps_down <= 1);
}

/* Where the run of adjacent untypeds that begins with number `i` ends. */
static seL4_Word run_end(seL4_Word i)
{
    while (i + 1 < untyped_count() && untyped_at(i)->isDevice == untyped_at(i + 1)->isDevice &&
           end_of(untyped_at(i)) == untyped_at(i + 1)->paddr) {
        i++;
    }
    return end_of(untyped_at(i));
}

TEST(every_untyped_is_as_large_as_its_region_allows, "bootinfo.untyped.greedy")
{
    for (seL4_Word i = 0; i < untyped_count(); i++) {
        const seL4_UntypedDesc *u = untyped_at(i);
        seL4_Word larger = 1ull << (u->sizeBits + 1);
        CHECK(u->sizeBits == 47 || larger > run_end(i) - u->paddr ||
              (u->paddr & (larger - 1)) != 0);
    }
}

TEST(the_list_describes_the_capabilities, "bootinfo.untyped.list")
{
    seL4_CPtr child = slot_new();

    for (seL4_Word i = 0; i < untyped_count(); i++) {
        seL4_CPtr untyped = bootinfo->untyped.start + i;
        const seL4_UntypedDesc *u = untyped_at(i);

        if (u->isDevice) {
            EXPECT(untyped_retype(untyped, seL4_UntypedObject, u->sizeBits, below(ROOT, 0, 0),
                                  child, 2),
                   seL4_NotEnoughMemory, 1ull << u->sizeBits);
        } else {
            CHECK(takes(untyped, UntypedRetype));
        }
    }
}

TEST(device_frames_lie_where_the_list_says, "bootinfo.untyped.list")
{
    seL4_CPtr frame = slot_new();

    for (seL4_Word i = 0; i < untyped_count() && untyped_at(i)->isDevice; i++) {
        if (untyped_at(i)->sizeBits >= 12) {
            OK(untyped_retype(bootinfo->untyped.start + i, seL4_ARM_SmallPageObject, 0,
                              below(ROOT, 0, 0), frame, 1));
            CHECK_EQUAL(address_of(frame), untyped_at(i)->paddr);
            OK(cnode_delete(slot(frame)));
        }
    }
}

TEST(what_the_first_thread_uses_is_in_no_untyped, "bootinfo.untyped.reserved")
{
    const seL4_CPtr own[] = {seL4_CapInitThreadIPCBuffer, seL4_CapBootInfoFrame};

    for (seL4_CPtr at = bootinfo->userImageFrames.start; at < bootinfo->userImageFrames.end; at++) {
        expect_reserved(address_of(at), address_of(at) + 4096);
    }
    for (unsigned i = 0; i < 2; i++) {
        expect_reserved(address_of(own[i]), address_of(own[i]) + 4096);
    }
}

TEST(the_kernel_s_interrupt_controller_is_in_no_untyped_and_the_uart_is, "bootinfo.untyped.kernel")
{
    static const struct {
        seL4_Word start;
        seL4_Word end;
    } reserved[] = {BOARD_RESERVED};
    seL4_Word uarts = 0;

    for (unsigned i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        expect_reserved(reserved[i].start, reserved[i].end);
    }
    expect_reserved(BOARD_GICD_PADDR, BOARD_GICD_PADDR + 0x1000);
    expect_reserved(BOARD_GICC_PADDR, BOARD_GICC_PADDR + 0x1000);
    for (seL4_Word i = 0; i < untyped_count(); i++) {
        const seL4_UntypedDesc *u = untyped_at(i);
        uarts += u->isDevice && u->paddr <= UART_ADDRESS && UART_ADDRESS < end_of(u);
    }
    CHECK_EQUAL(uarts, 1);
}
