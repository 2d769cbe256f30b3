/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What capabilities mean: the table of their kinds, and what is asked of it.
 */
#include "cap_kind.h"

const struct cap_kind null_kind = {.distinct = true};

#define TABLE_ENTRY(type, kind) [type] = &(kind),
const struct cap_kind *const cap_kinds[CAP_TYPES] = {CAP_KINDS(TABLE_ENTRY)};

unsigned cap_object_bits(cap_t cap)
{
    const struct cap_kind *kind = cap_kind(cap);

    return kind->size == NULL ? kind->bits : kind->size(cap);
}

/* ---- Members that several types share ---- */

unsigned cap_size_of_field(cap_t cap)
{
    return (unsigned)cap_size_bits(cap);
}

struct err cap_no_copy(const struct cte *slot, cap_t *cap)
{
    (void)slot;
    *cap = cap_null();
    return ok();
}

/* A page table or VSpace. */
struct err cap_copy_with_asid(const struct cte *slot, cap_t *cap)
{
    (void)slot;
    return cap_asid(*cap) != 0 ? ok() : err_illegal();
}

cap_t cap_mask_rights_field(cap_t cap, word_t rights)
{
    return cap_set_rights(cap, cap_rights(cap) & rights);
}

cap_t cap_set_new_badge(cap_t cap, word_t data, bool preserve)
{
    return preserve || cap_badge(cap) != 0 ? cap_null() : cap_set_badge(cap, data);
}
