/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading of user slots: capabilities to PDs' objects that a PD asks for by
 * `cspace`.  Whoever has one has all rights to that object.
 */
#include "sdf.h"

#include <inttypes.h>
#include <string.h>

#include "value.h"

static const struct {
    const char *name;
    enum user_cap_kind kind;
} kinds[] = {
    {"cap_tcb", USER_CAP_TCB},
    {"cap_sc", USER_CAP_SCHED_CONTEXT},
    {"cap_vspace", USER_CAP_VSPACE},
};

/* Enters the element as the user of its slot; false if that is no slot, or another's. */
static bool claim_slot(const struct sdf *sdf, const struct xml_element **users,
                       const struct xml_element *element, uint64_t *slot)
{
    if (!value_in_range(sdf->diag, element, "slot", 0, MICROKIT_MAX_USER_CAPS - 1, "", slot) ||
        xml_attribute_find(element, "slot") == NULL) {
        return false;
    }
    const struct xml_element *first = users[*slot];
    if (first == NULL) {
        users[*slot] = element;
        return true;
    }
    diag_error(sdf->diag, xml_attribute_position(element, "slot"),
               "user slot %" PRIu64 " is used twice; expected one that is free from 0 to %d",
               *slot, MICROKIT_MAX_USER_CAPS - 1);
    diag_note(sdf->diag, xml_attribute_position(first, "slot"), "first used here");
    return false;
}

static const struct domain *find_owner(const struct sdf *sdf, const struct xml_element *element)
{
    const struct names *names = &sdf->system->domain_names;
    const char *pd = NULL;

    if (!value_text(sdf->diag, element, "pd", &pd) || pd == NULL) {
        return NULL;
    }
    const struct domain *owner = names_find(names, pd);
    if (owner == NULL) {
        diag_error(sdf->diag, xml_attribute_position(element, "pd"),
                   "no protection domain is named '%s'%s", pd, sdf_suggest(sdf, pd, names));
    }
    return owner;
}

/* Returns NULL after an error, and for an element that the schema has refused. */
static struct user_cap *read_user_cap(const struct sdf *sdf, const struct xml_element **users,
                                      const struct xml_element *element)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i += 1) {
        if (strcmp(element->name, kinds[i].name) == 0) {
            struct user_cap *cap = arena_allocate(sdf->arena, sizeof(*cap));

            cap->element = element;
            cap->kind = kinds[i].kind;
            bool free = claim_slot(sdf, users, element, &cap->slot);
            cap->owner = find_owner(sdf, element);
            return free && cap->owner != NULL ? cap : NULL;
        }
    }
    return NULL;
}

void sdf_read_cspace(const struct sdf *sdf, struct domain *domain)
{
    const struct xml_element *users[MICROKIT_MAX_USER_CAPS] = {NULL};
    struct user_cap **end = &domain->user_caps;

    if (domain->cspace == NULL) {
        return;
    }
    for (const struct xml_element *child = domain->cspace->first_child; child != NULL;
         child = child->next) {
        struct user_cap *cap = read_user_cap(sdf, users, child);

        if (cap != NULL) {
            *end = cap;
            end = &cap->next;
        }
    }
}
