/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing of the capability distribution.  It says the same as the spec that the
 * initial task obeys, table by table: objects are named by their index there.
 *
 * Addresses, badges and times are strings with a hexadecimal number, because
 * many readers of JSON keep numbers with 53 bits only.
 */
#include "capdl.h"

#include <inttypes.h>

#include <sel4/constants.h>

static const char *type_name(uint32_t type)
{
    static const char *const names[] = {
        [SPEC_TCB] = "tcb",
        [SPEC_CNODE] = "cnode",
        [SPEC_VSPACE] = "vspace",
        [SPEC_ENDPOINT] = "endpoint",
        [SPEC_NOTIFICATION] = "notification",
        [SPEC_REPLY] = "reply",
        [SPEC_SCHED_CONTEXT] = "sched_context",
        [SPEC_VCPU] = "vcpu",
        [SPEC_FRAMES] = "frames",
        [SPEC_IRQ] = "irq",
        [SPEC_SMC] = "smc",
    };

    return names[type];
}

/* A string.  Names are UTF-8 without control characters: the description's are checked. */
static void put_string(struct buffer *text, const char *string)
{
    buffer_append(text, "\"", 1);
    for (; *string != '\0'; string += 1) {
        if (*string == '"' || *string == '\\') {
            buffer_append(text, "\\", 1);
        }
        buffer_append(text, string, 1);
    }
    buffer_append(text, "\"", 1);
}

static void put_boolean(struct buffer *text, const char *key, bool value)
{
    buffer_format(text, ", \"%s\": %s", key, value ? "true" : "false");
}

static void put_hex(struct buffer *text, const char *key, uint64_t value)
{
    buffer_format(text, ", \"%s\": \"0x%" PRIx64 "\"", key, value);
}

/* An object's index, or null. */
static void put_index(struct buffer *text, const char *key, uint32_t index)
{
    if (index == SPEC_NONE) {
        buffer_format(text, ", \"%s\": null", key);
    } else {
        buffer_format(text, ", \"%s\": %" PRIu32, key, index);
    }
}

static void put_object(struct buffer *text, const struct plan *plan, uint32_t index)
{
    const struct spec_object *object = PLAN_ENTRY(plan->objects, struct spec_object, index);

    buffer_format(text, "\"index\": %" PRIu32 ", \"name\": ", index);
    put_string(text, plan_string(plan, object->name));
    buffer_format(text, ", \"type\": \"%s\"", type_name(object->type));
    switch (object->type) {
    case SPEC_CNODE:
    case SPEC_SCHED_CONTEXT:
        buffer_format(text, ", \"size_bits\": %" PRIu32, object->size_bits);
        break;
    case SPEC_FRAMES:
        buffer_format(text, ", \"size_bits\": %" PRIu32 ", \"count\": %" PRIu64,
                      object->size_bits, object->count);
        put_boolean(text, "from_image", (object->flags & SPEC_IN_IMAGE) != 0);
        if (object->flags & SPEC_AT_PADDR) {
            put_hex(text, "paddr", object->address);
        }
        break;
    case SPEC_IRQ:
        buffer_format(text, ", \"irq\": %" PRIu64, object->address);
        put_boolean(text, "edge", (object->flags & SPEC_EDGE) != 0);
        break;
    default:
        break;
    }
}

static void put_cap(struct buffer *text, const struct plan *plan, uint32_t index)
{
    const struct spec_cap *cap = PLAN_ENTRY(plan->caps, struct spec_cap, index);

    buffer_format(text, "\"cnode\": %" PRIu32 ", \"slot\": %" PRIu32 ", \"object\": %" PRIu32,
                  cap->cnode, cap->slot, cap->object);
    put_boolean(text, "read", (cap->rights & seL4_RightsRead) != 0);
    put_boolean(text, "write", (cap->rights & seL4_RightsWrite) != 0);
    put_boolean(text, "grant", (cap->rights & seL4_RightsGrant) != 0);
    put_boolean(text, "grant_reply", (cap->rights & seL4_RightsGrantReply) != 0);
    put_hex(text, "badge", cap->badge);
}

static void put_map(struct buffer *text, const struct plan *plan, uint32_t index)
{
    const struct spec_map *map = PLAN_ENTRY(plan->maps, struct spec_map, index);

    buffer_format(text, "\"vspace\": %" PRIu32 ", \"frames\": %" PRIu32, map->vspace,
                  map->frames);
    put_hex(text, "vaddr", map->vaddr);
    put_boolean(text, "read", (map->rights & seL4_RightsRead) != 0);
    put_boolean(text, "write", (map->rights & seL4_RightsWrite) != 0);
    put_boolean(text, "execute", (map->attributes & seL4_ARM_ExecuteNever) == 0);
    put_boolean(text, "cached", (map->attributes & seL4_ARM_PageCacheable) != 0);
}

static void put_irq(struct buffer *text, const struct plan *plan, uint32_t index)
{
    const struct spec_irq *irq = PLAN_ENTRY(plan->irqs, struct spec_irq, index);

    buffer_format(text, "\"irq\": %" PRIu32 ", \"notification\": %" PRIu32, irq->irq,
                  irq->notification);
    put_hex(text, "badge", irq->badge);
}

static void put_thread(struct buffer *text, const struct plan *plan, uint32_t index)
{
    const struct spec_thread *t = PLAN_ENTRY(plan->threads, struct spec_thread, index);

    buffer_format(text, "\"name\": ");
    put_string(text, plan_string(plan, t->name));
    put_index(text, "tcb", t->tcb);
    put_index(text, "cspace", t->cnode);
    put_hex(text, "cspace_data", t->cspace_data);
    put_index(text, "vspace", t->vspace);
    put_index(text, "ipc_buffer_frame", t->ipc_frame);
    put_hex(text, "ipc_buffer", t->ipc_buffer);
    put_index(text, "sched_context", t->sched_context);
    put_hex(text, "budget_us", t->budget_us);
    put_hex(text, "period_us", t->period_us);
    put_index(text, "notification", t->notification);
    put_index(text, "fault_endpoint", t->fault_endpoint);
    put_hex(text, "fault_badge", t->fault_badge);
    put_hex(text, "entry", t->entry);
    put_hex(text, "stack_top", t->stack_top);
    put_hex(text, "stack_bottom", t->stack_bottom);
    buffer_format(text, ", \"priority\": %" PRIu32 ", \"mcp\": %" PRIu32, t->priority, t->mcp);
    put_boolean(text, "passive", t->passive != 0);
    put_boolean(text, "fpu", (t->flags & SPEC_NO_FPU) == 0);
    put_boolean(text, "timer", (t->flags & SPEC_NO_TIMER) == 0);
    buffer_format(text, ", \"domain\": %" PRIu32, t->sched_domain);
    put_index(text, "vcpu", t->vcpu);
    put_boolean(text, "started", t->vcpu == SPEC_NONE);
}

static void put_slice(struct buffer *text, const struct plan *plan, uint32_t index)
{
    const struct spec_slice *slice = PLAN_ENTRY(plan->slices, struct spec_slice, index);

    buffer_format(text, "\"index\": %" PRIu32 ", \"domain\": %" PRIu32, slice->index,
                  slice->sched_domain);
    put_hex(text, "ticks", slice->ticks);
}

/* One object on each line. */
static void put_table(struct buffer *text, const struct plan *plan, const char *key,
                      uint32_t count,
                      void (*put)(struct buffer *text, const struct plan *plan, uint32_t index))
{
    buffer_format(text, ",\n  \"%s\": [", key);
    for (uint32_t i = 0; i < count; i += 1) {
        buffer_format(text, "%s\n    {", i == 0 ? "" : ",");
        put(text, plan, i);
        buffer_format(text, "}");
    }
    buffer_format(text, "%s]", count == 0 ? "" : "\n  ");
}

void capdl_write(struct buffer *text, const struct plan *plan)
{
    buffer_format(text, "{\n  \"format\": \"bulkhead capability distribution 1\"");
    buffer_format(text, ",\n  \"monitor\": {\"endpoint\": %" PRIu32 ", \"reply\": %" PRIu32 "}",
                  plan->header.monitor_endpoint, plan->header.monitor_reply);
    put_table(text, plan, "objects", PLAN_COUNT(plan->objects, struct spec_object), put_object);
    put_table(text, plan, "capabilities", PLAN_COUNT(plan->caps, struct spec_cap), put_cap);
    put_table(text, plan, "mappings", PLAN_COUNT(plan->maps, struct spec_map), put_map);
    put_table(text, plan, "interrupts", PLAN_COUNT(plan->irqs, struct spec_irq), put_irq);
    put_table(text, plan, "threads", PLAN_COUNT(plan->threads, struct spec_thread), put_thread);
    put_table(text, plan, "slices", PLAN_COUNT(plan->slices, struct spec_slice), put_slice);
    if (plan->slices.size > 0) {
        buffer_format(text, ",\n  \"first_slice\": %" PRIu64, plan->header.first_slice);
    }
    buffer_format(text, "\n}\n");
}
