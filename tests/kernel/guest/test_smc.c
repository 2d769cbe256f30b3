/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The right to call the firmware: natives have it by a capability, or not at all.
 *
 * Source: Arm PSCI (DEN0022), PSCI_VERSION; SMC Calling Convention (DEN0028), unknown functions.
 */
#include "guest.h"
#include "nodes.h"

enum { TAG_SMC = 25, VERSION_1 = 1, ANY_WORD = 0x5a };
#define PSCI_VERSION 0x84000000ull
#define NO_FUNCTION 0x8400ff00ull
#define NOT_SUPPORTED 0xffffffffull

/* Its answer's words are got(). */
static seL4_Word firmware(seL4_CPtr cap, seL4_Word function)
{
    return invoke(cap, ARMSMCCall, NONE, W(function, ANY_WORD, 2, 3, 4, 5, 6, 7));
}

/* It answers, with all of its words. */
#define ANSWERS(cap, function)                                                                     \
    do {                                                                                           \
        CHECK_EQUAL(firmware((cap), (function)), seL4_NoError);                                    \
        CHECK_EQUAL(got()->length, 8);                                                             \
    } while (0)

static seL4_CPtr badged(seL4_CPtr cap, seL4_Word badge)
{
    seL4_CPtr to = slot_new();

    OK(cnode_mint(slot(to), slot(cap), ALL_RIGHTS, badge));
    return to;
}

TEST(the_firmware_answers_with_its_registers, "smc.call.words smc.slot")
{
    ANSWERS(seL4_CapSMC, PSCI_VERSION);
    CHECK_EQUAL(got()->mr[0] >> 16, VERSION_1);
    CHECK_EQUAL(got()->mr[1], ANY_WORD);
    for (seL4_Word i = 2; i < 8; i++) {
        CHECK_EQUAL(got()->mr[i], i);
    }
    ANSWERS(seL4_CapSMC, NO_FUNCTION);
    CHECK_EQUAL(got()->mr[0] & NOT_SUPPORTED, NOT_SUPPORTED);
}

TEST(the_right_is_in_slot_15_with_its_tag, "smc.slot")
{
    CHECK_EQUAL(seL4_CapSMC, 15);
    CHECK_EQUAL(sys_quiet(seL4_SysDebugCapIdentify, seL4_CapSMC, 0), TAG_SMC);
}

TEST(calls_of_the_firmware_have_8_words, "smc.call.length")
{
    EXPECT(invoke(seL4_CapSMC, ARMSMCCall, NONE, W(PSCI_VERSION, 1, 2, 3, 4, 5, 6)),
           seL4_TruncatedMessage);
}

TEST(the_right_knows_no_other_label, "smc.call.label")
{
    EXPECT(invoke(seL4_CapSMC, ARMSMCCall + 1, NONE, W(PSCI_VERSION, 1, 2, 3, 4, 5, 6, 7)),
           seL4_IllegalOperation);
}

TEST(a_badge_is_the_only_function, "smc.call.badge smc.badge")
{
    seL4_CPtr version = badged(seL4_CapSMC, PSCI_VERSION);
    seL4_CPtr other = badged(seL4_CapSMC, NO_FUNCTION);

    ANSWERS(version, PSCI_VERSION);
    EXPECT(firmware(version, NO_FUNCTION), seL4_IllegalOperation);
    EXPECT(firmware(other, PSCI_VERSION), seL4_IllegalOperation);
    EXPECT(cnode_mint(slot(slot_new()), slot(version), ALL_RIGHTS, NO_FUNCTION),
           seL4_IllegalOperation);
    OK(cnode_delete(slot(other)));
    OK(cnode_delete(slot(version)));
}

TEST(a_badged_right_is_the_parent_of_its_copies, "smc.tree")
{
    seL4_CPtr version = badged(seL4_CapSMC, PSCI_VERSION);
    seL4_CPtr copy = slot_new();
    seL4_CPtr plain = badged(seL4_CapSMC, 0);

    OK(cnode_copy(slot(copy), slot(version), ALL_RIGHTS));
    ANSWERS(copy, PSCI_VERSION);
    OK(cnode_revoke(slot(version)));
    CHECK(slot_is_empty(copy));
    ANSWERS(plain, PSCI_VERSION);
    OK(cnode_revoke(slot(seL4_CapSMC)));
    CHECK(slot_is_empty(version));
    CHECK(slot_is_empty(plain));
    ANSWERS(seL4_CapSMC, PSCI_VERSION);
}
