/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables and the VSpaces they form (ABI.md 9.1, 9.2, 9.4).
 *
 * A VSpace is four levels of 512 entries, or at EL2 three, the root of 1,024.  The
 * user builds it: each table is an
 * object of its own, and PageTable_Map enters it at the topmost level that is
 * missing on the way to an address.  A table's capability remembers asid and
 * address; its level follows from where the walk to that address meets it.  As
 * the tables above it may have gone in the meantime, nothing is undone unless
 * the walk does meet it.
 */
#include "vspace.h"

#include "cache_maintenance.h"
#include "derive.h"
#include "invocation.h"
#include "vspace_switch.h"

static pte_t *vspace_entry(paddr_t table, unsigned level, vaddr_t address)
{
    pte_t *entries = phys_ptr(table);

    return &entries[(address >> vspace_level_bits(level)) & MASK(vspace_index_bits(level))];
}

struct vspace_place vspace_walk(paddr_t root, vaddr_t address)
{
    pte_t *entry = vspace_entry(root, 0, address);
    unsigned level = 0;

    /* At most VSPACE_LAST_LEVEL: those of the last level lead to no table. */
    while (arch_pte_kind(*entry, level) == PTE_TABLE) {
        level++;
        entry = vspace_entry(arch_pte_address(*entry), level, address);
    }
    return (struct vspace_place){.entry = entry, .level = level};
}

/* The entry that holds `table` on the way to `address`, or NULL. */
static pte_t *vspace_find_table(paddr_t root, vaddr_t address, paddr_t table)
{
    paddr_t above = root;

    for (unsigned level = 0; level < VSPACE_LAST_LEVEL; level++) {
        pte_t *entry = vspace_entry(above, level, address);
        if (arch_pte_kind(*entry, level) != PTE_TABLE) {
            return NULL;
        }
        above = arch_pte_address(*entry);
        if (above == table) {
            return entry;
        }
    }
    return NULL;
}

/* ---- Page tables ---- */

static struct err page_table_map(struct invocation *call)
{
    vaddr_t address = call->mr[0];
    cap_t vspace = invocation_cap(call, 0);

    if (cap_asid(call->cap) != 0) {
        return err_capability(0);
    }
    if (!vspace_has_asid(vspace)) {
        return err_capability(1);
    }
    if (address > seL4_UserTop) {
        return err_argument(0);
    }

    paddr_t root;
    TRY(asid_check(vspace, 1, &root));
    struct vspace_place place = vspace_walk(root, address);
    if (place.level == VSPACE_LAST_LEVEL ||
        arch_pte_kind(*place.entry, place.level) != PTE_INVALID) {
        return err_plain(seL4_DeleteFirst);
    }

    arch_pte_write_table(place.entry, cap_object(call->cap));
    cap_t mapped = cap_set_asid(call->cap, cap_asid(vspace));
    vaddr_t start = align_down(address, vspace_level_bits(place.level));
    call->target->cap = cap_set_mapped_page(mapped, start);
    return ok();
}

static void page_table_undo_mapping(cap_t cap)
{
    word_t asid = cap_asid(cap);
    paddr_t table = cap_object(cap);

    if (asid == 0) {
        return;
    }
    paddr_t root = asid_root(asid);
    pte_t *entry = root == 0 ? NULL : vspace_find_table(root, cap_mapped_page(cap), table);
    if (entry != NULL) {
        arch_pte_write(entry, 0);
        arch_tlb_flush_asid(asid);
    }
}

static struct err page_table_unmap(struct invocation *call)
{
    if (!derive_is_last(call->target)) {
        return err_plain(seL4_RevokeFirst);
    }
    if (cap_asid(call->cap) != 0) {
        page_table_undo_mapping(call->cap);
        /* What the table maps may be gone before it is mapped again. */
        arch_zero(cap_object(call->cap), BIT(seL4_PageTableBits));
        call->target->cap = cap_set_mapped_page(cap_set_asid(call->cap, 0), 0);
    }
    return ok();
}

static const struct method page_table_methods[] = {
    {ARMPageTableMap, 2, 1, page_table_map},
    {ARMPageTableUnmap, 0, 0, page_table_unmap},
    {0, 0, 0, NULL},
};

const struct cap_kind page_table_kind = {
    .bits = seL4_PageTableBits,
    .copy = cap_copy_with_asid,
    .finalise = page_table_undo_mapping,
    .methods = page_table_methods,
};

/* ---- Cache maintenance by user address ---- */

_Static_assert(ARMVSpaceUnify_Instruction - ARMVSpaceClean_Data == (int)CACHE_UNIFY,
               "labels in the order of enum cache_op");

static struct err vspace_cache(struct invocation *call)
{
    vaddr_t start = call->mr[0];
    vaddr_t end = call->mr[1];

    if (end <= start) {
        return err_argument(1);
    }
    if (end > seL4_UserTop) {
        return err_illegal();
    }
    if (!vspace_has_asid(call->cap)) {
        return err_capability(0);
    }
    paddr_t root;
    TRY(asid_check(call->cap, 0, &root));

    struct vspace_place place = vspace_walk(root, start);
    if (arch_pte_kind(*place.entry, place.level) != PTE_PAGE) {
        return ok();
    }
    word_t in_page = MASK(vspace_level_bits(place.level));
    if (end - 1 > (start | in_page)) {
        return err_range(start, start | in_page);
    }
    return cache_maintain((enum cache_op)(call->label - ARMVSpaceClean_Data), place.entry,
                          arch_pte_address(*place.entry) + (start & in_page), end - start);
}

static const struct method vspace_methods[] = {
    {ARMVSpaceClean_Data, 2, 0, vspace_cache},
    {ARMVSpaceInvalidate_Data, 2, 0, vspace_cache},
    {ARMVSpaceCleanInvalidate_Data, 2, 0, vspace_cache},
    {ARMVSpaceUnify_Instruction, 2, 0, vspace_cache},
    {0, 0, 0, NULL},
};

static void vspace_finalise(cap_t cap)
{
    if (vspace_is_assigned(cap)) {
        asid_release(cap_asid(cap));
        vspace_forget(cap_asid(cap));
    }
}

const struct cap_kind vspace_kind = {
    .bits = seL4_VSpaceBits,
    .copy = cap_copy_with_asid,
    .finalise = vspace_finalise,
    .methods = vspace_methods,
};

/* ---- Boot ---- */

void vspace_boot_map_table(paddr_t root, vaddr_t address, unsigned level, paddr_t table)
{
    struct vspace_place place = vspace_walk(root, address);

    ASSERT(place.level == level - 1);
    arch_pte_write_table(place.entry, table);
}

void vspace_boot_map_page(paddr_t root, vaddr_t address, paddr_t frame, bool executable)
{
    struct vspace_place place = vspace_walk(root, address);
    struct pte_attributes attributes = {
        .access = ACCESS_READ_WRITE, .cacheable = true, .execute_never = !executable};

    ASSERT(place.level == VSPACE_LAST_LEVEL);
    arch_pte_write(place.entry, arch_pte_page(frame, VSPACE_LAST_LEVEL, attributes));
}
