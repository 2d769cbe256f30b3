/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sizes and offsets of all that the auditor reads, here and in the kernel's debug
 * information.
 */
#include "layout.h"

#include <inttypes.h>

#include "asid.h"
#include "board.h"
#include "place.h"
#include "sched.h"
#include "vcpu.h"

struct member {
    const char *structure;
    const char *name; /* NULL: the structure itself */
    uint64_t offset;
    uint64_t size;
};

#define WHOLE(type) {#type, NULL, 0, sizeof(struct type)}
#define MEMBER(type, member)                                                           \
    {#type, #member, offsetof(struct type, member), sizeof(((struct type *)0)->member)}

static const struct member members[] = {
    WHOLE(cte), MEMBER(cte, cap), MEMBER(cte, prev), MEMBER(cte, next),
    WHOLE(queue), WHOLE(endpoint), MEMBER(endpoint, queue),
    WHOLE(notification), MEMBER(notification, queue), MEMBER(notification, badge),
    MEMBER(notification, active), MEMBER(notification, bound), MEMBER(notification, sc),
    WHOLE(reply), MEMBER(reply, tcb), MEMBER(reply, sc), MEMBER(reply, older),
    MEMBER(reply, newer), WHOLE(refill),
    WHOLE(sched_context), MEMBER(sched_context, period), MEMBER(sched_context, budget),
    MEMBER(sched_context, tcb), MEMBER(sched_context, notification),
    MEMBER(sched_context, refill_max), MEMBER(sched_context, refill_count),
    WHOLE(tcb), MEMBER(tcb, context), MEMBER(tcb, root), MEMBER(tcb, state),
    MEMBER(tcb, priority), MEMBER(tcb, mcp), MEMBER(tcb, domain), MEMBER(tcb, place),
    MEMBER(tcb, flags), MEMBER(tcb, sc), MEMBER(tcb, yield_to), MEMBER(tcb, blocked_on),
    MEMBER(tcb, reply), MEMBER(tcb, bound_notification), MEMBER(tcb, ipc_buffer),
    MEMBER(tcb, link), MEMBER(tcb, ready_prev), MEMBER(tcb, progress), MEMBER(tcb, slot),
    MEMBER(tcb, vcpu), MEMBER(tcb, fault), MEMBER(tcb, fpu), MEMBER(tcb, name),
    WHOLE(user_context), MEMBER(user_context, reg), MEMBER(user_context, next_pc),
    MEMBER(user_context, access),
    WHOLE(scheduler), MEMBER(scheduler, current), MEMBER(scheduler, sc),
    MEMBER(scheduler, reasons), MEMBER(scheduler, domain),
    WHOLE(asid_pool), WHOLE(phys_range), WHOLE(thread_list), WHOLE(ready_map),
    WHOLE(board), MEMBER(board, ram), MEMBER(board, max_irq), MEMBER(board, timer_irq),
    MEMBER(board, timer_hz),
};

/* Of kernels that have virtual CPUs. */
static const struct member vcpu_members[] = {WHOLE(vcpu), MEMBER(vcpu, tcb)};

static const char *compare(const struct dwarf *dwarf, const struct member *member)
{
    const struct dwarf_type *type = dwarf_structure(dwarf, member->structure);
    uint64_t offset = 0;
    uint64_t size = 0;

    if (type == NULL) {
        return arena_format(dwarf->arena, "it knows no struct %s", member->structure);
    }
    if (member->name == NULL) {
        size = dwarf_size(dwarf, type);
        return size == member->size
                   ? NULL
                   : arena_format(dwarf->arena,
                                  "its struct %s has %" PRIu64 " bytes, in the auditor %" PRIu64,
                                  member->structure, size, member->size);
    }
    if (!dwarf_member(dwarf, type, member->name, &offset, &size)) {
        return arena_format(dwarf->arena, "its struct %s has no member '%s'", member->structure,
                            member->name);
    }
    if (offset == member->offset && size == member->size) {
        return NULL;
    }
    return arena_format(dwarf->arena,
                        "its struct %s has '%s' at %" PRIu64 ", %" PRIu64
                        " bytes, in the auditor at %" PRIu64 ", %" PRIu64 " bytes",
                        member->structure, member->name, offset, size, member->offset,
                        member->size);
}

static const char *compare_all(const struct dwarf *dwarf, const struct member *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *difference = compare(dwarf, &table[i]);

        if (difference != NULL) {
            return difference;
        }
    }
    return NULL;
}

const char *layout_compare(const struct dwarf *dwarf)
{
    const char *difference = compare_all(dwarf, members, sizeof(members) / sizeof(members[0]));

    if (difference != NULL || !HAVE_VCPUS) {
        return difference;
    }
    return compare_all(dwarf, vcpu_members, sizeof(vcpu_members) / sizeof(vcpu_members[0]));
}
