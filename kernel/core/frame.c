/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames: pages of memory that users map (ABI.md 9.3 to 9.5).
 *
 * Each frame capability is mapped at one place at most and remembers it.  The
 * mapping may be replaced or its table removed meanwhile, so whatever relies on
 * it looks whether the place still shows this frame.
 */
#include "asid.h"
#include "cache_maintenance.h"
#include "invocation.h"
#include "vspace.h"

/* The level whose entries map pages of the frame's size. */
static unsigned frame_level(cap_t cap)
{
    return VSPACE_LAST_LEVEL - (unsigned)cap_frame_size(cap);
}

/* The entry that maps the frame where its capability says, or NULL. */
static pte_t *frame_find(cap_t cap, paddr_t root)
{
    struct vspace_place place = vspace_walk(root, cap_mapped_page(cap));

    if (place.level != frame_level(cap) ||
        arch_pte_kind(*place.entry, place.level) != PTE_PAGE ||
        arch_pte_address(*place.entry) != cap_object(cap)) {
        return NULL;
    }
    return place.entry;
}

/* ---- Mapping ---- */

static cap_t frame_mask_rights(cap_t cap, word_t rights)
{
    word_t access = cap_frame_access(cap);

    if (!(rights & seL4_RightsRead)) {
        access = ACCESS_NONE;
    } else if (!(rights & seL4_RightsWrite) && access == ACCESS_READ_WRITE) {
        access = ACCESS_READ;
    }
    return cap_set_frame_access(cap, access);
}

/* Checks of Page_Map on the address, in the ABI's order. */
static struct err frame_check_address(const struct invocation *call, word_t asid)
{
    vaddr_t address = call->mr[0];
    unsigned bits = cap_frame_bits(call->cap);

    if (!is_aligned(address, bits)) {
        return err_plain(seL4_AlignmentError);
    }
    if (cap_asid(call->cap) == 0) {
        return address + MASK(bits) > seL4_UserTop ? err_argument(0) : ok();
    }
    if (cap_asid(call->cap) != asid) {
        return err_capability(1);
    }
    return cap_mapped_page(call->cap) == address ? ok() : err_argument(0);
}

/* Enter `pte`.  A valid entry goes through invalid to another one, or the two
   could be in the TLB together (Arm ARM D8.16.1, break-before-make). */
static void frame_enter(struct vspace_place place, word_t asid, vaddr_t address, pte_t pte)
{
    if (arch_pte_kind(*place.entry, place.level) != PTE_INVALID) {
        arch_pte_write(place.entry, 0);
        arch_tlb_flush_page(asid, address);
    }
    arch_pte_write(place.entry, pte);
}

static struct err frame_map(struct invocation *call)
{
    cap_t vspace = invocation_cap(call, 0);

    if (!vspace_has_asid(vspace)) {
        return err_capability(1);
    }
    paddr_t root;
    TRY(asid_check(vspace, 1, &root));
    word_t asid = cap_asid(vspace);
    TRY(frame_check_address(call, asid));
    struct vspace_place place = vspace_walk(root, call->mr[0]);
    if (place.level != frame_level(call->cap)) {
        return err_lookup(false, lookup_missing(vspace_level_bits(place.level)));
    }

    cap_t masked = frame_mask_rights(call->cap, call->mr[1]);
    struct pte_attributes attributes = {
        .access = (enum frame_access)cap_frame_access(masked),
        .cacheable = (call->mr[2] & seL4_ARM_PageCacheable) != 0,
        .execute_never = (call->mr[2] & seL4_ARM_ExecuteNever) != 0,
    };
    frame_enter(place, asid, call->mr[0],
                arch_pte_page(cap_object(call->cap), place.level, attributes));
    call->target->cap = cap_set_mapped_page(cap_set_asid(call->cap, asid), call->mr[0]);
    return ok();
}

static void frame_undo_mapping(cap_t cap)
{
    word_t asid = cap_asid(cap);
    paddr_t root = asid == 0 ? 0 : asid_root(asid);
    pte_t *entry = root == 0 ? NULL : frame_find(cap, root);

    if (entry != NULL) {
        arch_pte_write(entry, 0);
        arch_tlb_flush_page(asid, cap_mapped_page(cap));
    }
}

static struct err frame_unmap(struct invocation *call)
{
    frame_undo_mapping(call->cap);
    call->target->cap = cap_set_mapped_page(cap_set_asid(call->cap, 0), 0);
    return ok();
}

/* ---- Cache maintenance, address ---- */

_Static_assert(ARMPageUnify_Instruction - ARMPageClean_Data == (int)CACHE_UNIFY,
               "labels in the order of enum cache_op");

static struct err frame_cache(struct invocation *call)
{
    word_t start = call->mr[0];
    word_t end = call->mr[1];
    word_t asid = cap_asid(call->cap);

    if (asid == 0) {
        return err_illegal();
    }
    paddr_t root = asid_root(asid);
    if (root == 0) {
        return err_lookup(false, lookup_invalid_root());
    }
    if (end <= start) {
        return err_argument(1);
    }
    if (end > BIT(cap_frame_bits(call->cap))) {
        return err_argument(0);
    }
    pte_t *entry = frame_find(call->cap, root);
    if (entry == NULL && CACHE_BY_USER_MAPPING) {
        return err_capability(0);
    }
    return cache_maintain((enum cache_op)(call->label - ARMPageClean_Data), entry,
                          cap_object(call->cap) + start, end - start);
}

static struct err frame_get_address(struct invocation *call)
{
    call->result[0] = cap_object(call->cap);
    call->result_length = 1;
    return ok();
}

static const struct method frame_methods[] = {
    {ARMPageMap, 3, 1, frame_map},
    {ARMPageUnmap, 0, 0, frame_unmap},
    {ARMPageClean_Data, 2, 0, frame_cache},
    {ARMPageInvalidate_Data, 2, 0, frame_cache},
    {ARMPageCleanInvalidate_Data, 2, 0, frame_cache},
    {ARMPageUnify_Instruction, 2, 0, frame_cache},
    {ARMPageGetAddress, 0, 0, frame_get_address},
    {0, 0, 0, NULL},
};

/* The mapping stays with the original. */
static struct err frame_copy(const struct cte *slot, cap_t *cap)
{
    (void)slot;
    cap->word[1] = 0;
    return ok();
}

const struct cap_kind frame_kind = {
    .size = cap_frame_bits,
    .copy = frame_copy,
    .mask_rights = frame_mask_rights,
    .finalise = frame_undo_mapping,
    .each = true,
    .methods = frame_methods,
};
