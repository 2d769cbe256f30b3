/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fake kernel's address spaces: four levels, tables that must be there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fake_kernel.h"

static bool has_table(const struct fake_object *vspace, seL4_Word vaddr, seL4_Word span_bits)
{
    for (unsigned i = 0; i < vspace->u.vspace.table_count; i++) {
        const struct fake_table *table = &vspace->u.vspace.tables[i];

        if (table->span_bits == span_bits && table->base == vaddr >> span_bits) {
            return true;
        }
    }
    return false;
}

/* Where a walk for a page of 2^page_bits bytes ends too early or too late, as log2 of what an entry
   there covers; 0 if it ends at the page's level. */
static seL4_Word missing_level(const struct fake_object *vspace, seL4_Word vaddr,
                               seL4_Word page_bits)
{
    if (page_bits == seL4_LargePageBits && has_table(vspace, vaddr, seL4_LargePageBits)) {
        return seL4_PageBits;
    }
    for (seL4_Word span_bits = 39; span_bits > page_bits; span_bits -= 9) {
        if (!has_table(vspace, vaddr, span_bits)) {
            return span_bits;
        }
    }
    return 0;
}

const struct fake_page *fake_page_at(const struct fake_object *vspace, seL4_Word vaddr)
{
    for (unsigned i = 0; i < vspace->u.vspace.page_count; i++) {
        const struct fake_page *page = &vspace->u.vspace.pages[i];

        if (page->vaddr == vaddr) {
            return page;
        }
    }
    return NULL;
}

static bool large_page_at(const struct fake_object *vspace, seL4_Word vaddr)
{
    const struct fake_page *page =
        fake_page_at(vspace, vaddr & ~((1ull << seL4_LargePageBits) - 1));

    return page != NULL && page->frame->bits == seL4_LargePageBits;
}

static struct fake_object *assigned_vspace(seL4_CPtr cap)
{
    struct fake_cap *vspace = fake_find(cap);

    return vspace->kind == FAKE_VSPACE && vspace->object->u.vspace.assigned ? vspace->object
                                                                            : NULL;
}

seL4_Error seL4_ARM_ASIDPool_Assign(seL4_CPtr service, seL4_CPtr vspace)
{
    struct fake_cap *cap = fake_find(vspace);

    assert_int_equal(fake_find(service)->kind, FAKE_ASID_POOL);
    if (fake_fails_now()) {
        return seL4_DeleteFirst;
    }
    if (cap->kind != FAKE_VSPACE || cap->object->u.vspace.assigned) {
        return seL4_InvalidCapability;
    }
    cap->object->u.vspace.assigned = true;
    return seL4_NoError;
}

seL4_Error seL4_ARM_PageTable_Map(seL4_CPtr service, seL4_CPtr vspace, seL4_Word vaddr,
                                  seL4_ARM_VMAttributes attr)
{
    struct fake_cap *table = fake_find(service);
    struct fake_object *space = assigned_vspace(vspace);
    seL4_Word level;

    (void)attr;
    if (fake_fails_now()) {
        return seL4_InvalidCapability;
    }
    assert_int_equal(table->kind, FAKE_PAGE_TABLE);
    if (table->object->u.table.mapped || space == NULL) {
        return seL4_InvalidCapability;
    }
    if (vaddr > seL4_UserTop) {
        return seL4_InvalidArgument;
    }
    level = missing_level(space, vaddr, seL4_PageBits);
    if (level == 0 || (level == seL4_LargePageBits && large_page_at(space, vaddr))) {
        return seL4_DeleteFirst;
    }
    assert_true(space->u.vspace.table_count < FAKE_MAX_TABLES);
    space->u.vspace.tables[space->u.vspace.table_count++] =
        (struct fake_table){ .span_bits = level, .base = vaddr >> level };
    table->object->u.table.mapped = true;
    return seL4_NoError;
}

seL4_Error seL4_ARM_Page_Map(seL4_CPtr service, seL4_CPtr vspace, seL4_Word vaddr,
                             seL4_CapRights_t rights, seL4_ARM_VMAttributes attr)
{
    struct fake_cap *frame = fake_find(service);
    struct fake_object *space = assigned_vspace(vspace);
    seL4_Word level;

    if (fake_fails_now()) {
        return seL4_InvalidCapability;
    }
    assert_int_equal(frame->kind, FAKE_FRAME);
    if (space == NULL || frame->vspace != NULL) {
        return seL4_InvalidCapability;
    }
    if (vaddr % (1ull << frame->object->bits) != 0) {
        return seL4_AlignmentError;
    }
    if (vaddr + (1ull << frame->object->bits) - 1 > seL4_UserTop) {
        return seL4_InvalidArgument;
    }
    level = missing_level(space, vaddr, frame->object->bits);
    if (level != 0) {
        return fake_failed_lookup(0, seL4_MissingCapability, level);
    }
    assert_null(fake_page_at(space, vaddr));
    assert_true(space->u.vspace.page_count < FAKE_MAX_PAGES);
    space->u.vspace.pages[space->u.vspace.page_count++] = (struct fake_page){
        .frame = frame->object,
        .vaddr = vaddr,
        .rights = rights.words[0] & frame->rights,
        .attributes = attr,
    };
    frame->vspace = space;
    frame->vaddr = vaddr;
    return seL4_NoError;
}

void fake_unmap(struct fake_cap *frame)
{
    if (frame->vspace != NULL) {
        struct fake_object *space = frame->vspace;

        for (unsigned i = 0; i < space->u.vspace.page_count; i++) {
            if (space->u.vspace.pages[i].vaddr == frame->vaddr) {
                space->u.vspace.pages[i] =
                    space->u.vspace.pages[--space->u.vspace.page_count];
            }
        }
        frame->vspace = NULL;
    }
}

seL4_Error seL4_ARM_Page_Unmap(seL4_CPtr service)
{
    struct fake_cap *frame = fake_find(service);

    if (fake_fails_now()) {
        return seL4_InvalidCapability;
    }
    assert_int_equal(frame->kind, FAKE_FRAME);
    fake_unmap(frame);
    return seL4_NoError;
}

/* Cache maintenance of a whole page that is mapped: sets *done. */
static seL4_Error maintain(struct fake_cap *frame, seL4_Word start, seL4_Word end, bool *done)
{
    if (fake_fails_now() || frame->kind != FAKE_FRAME || frame->vspace == NULL) {
        return seL4_IllegalOperation;
    }
    assert_int_equal(start, 0);
    assert_int_equal(end, 1ull << frame->object->bits);
    *done = true;
    return seL4_NoError;
}

seL4_Error seL4_ARM_Page_Unify_Instruction(seL4_CPtr service, seL4_Word start, seL4_Word end)
{
    struct fake_cap *frame = fake_find(service);

    return maintain(frame, start, end, &frame->object->u.frame.unified);
}

seL4_Error seL4_ARM_Page_CleanInvalidate_Data(seL4_CPtr service, seL4_Word start, seL4_Word end)
{
    struct fake_cap *frame = fake_find(service);

    return maintain(frame, start, end, &frame->object->u.frame.cleaned);
}

seL4_ARM_Page_GetAddress_t seL4_ARM_Page_GetAddress(seL4_CPtr service)
{
    struct fake_cap *frame = fake_find(service);

    if (fake_fails_now()) {
        return (seL4_ARM_Page_GetAddress_t){ .error = seL4_InvalidCapability };
    }
    assert_int_equal(frame->kind, FAKE_FRAME);
    return (seL4_ARM_Page_GetAddress_t){ .paddr = frame->object->paddr };
}
