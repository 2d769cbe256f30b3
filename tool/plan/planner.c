/* SPDX-License-Identifier: BSD-2-Clause */
/* What those add to the plan who build its parts: strings and objects, each once. */
#include "planner.h"

#include <string.h>

uint32_t planner_string(const struct planner *planner, const char *text)
{
    struct plan *plan = planner->plan;
    uint32_t *offset = names_find(&plan->string_offsets, text);

    if (offset == NULL) {
        offset = arena_allocate(planner->arena, sizeof(*offset));
        *offset = (uint32_t)plan->strings.size;
        buffer_append(&plan->strings, text, strlen(text) + 1);
        (void)names_add(&plan->string_offsets, planner->arena, text, offset);
    }
    return *offset;
}

uint32_t planner_object(const struct planner *planner, const char *owner, const char *what,
                        struct spec_object object)
{
    const char *name =
        owner == NULL ? what : arena_format(planner->arena, "%s: %s", owner, what);
    uint32_t index = PLAN_COUNT(planner->plan->objects, struct spec_object);

    object.name = planner_string(planner, name);
    buffer_append(&planner->plan->objects, &object, sizeof(object));
    buffer_append(&planner->plan->elements, &planner->element, sizeof(planner->element));
    return index;
}

uint32_t planner_cnode_bits(const struct domain *domain)
{
    return domain->user_caps == NULL ? CNODE_BITS : USER_CNODE_BITS;
}
