/* SPDX-License-Identifier: BSD-2-Clause */
/* The finished plan: written as the spec, read and released. */
#include "plan.h"

/* The structures are written as they lie in memory here. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the spec is little-endian");
_Static_assert(sizeof(struct spec_object) == 32 && sizeof(struct spec_cap) == 24 &&
                   sizeof(struct spec_map) == 24 && sizeof(struct spec_irq) == 16 &&
                   sizeof(struct spec_thread) == 136 && sizeof(struct spec_symbol) == 16 &&
                   sizeof(struct spec_patch) == 32 && sizeof(struct spec_slice) == 16 &&
                   sizeof(struct spec_header) == 104,
               "the spec has the same layout on every host");

static void write_table(const struct buffer *table, struct buffer *image)
{
    buffer_append(image, table->data, table->size);
    (void)buffer_extend(image, (0 - table->size) & 7);
}

void plan_write(const struct plan *plan, struct buffer *image)
{
    size_t start = image->size;

    buffer_append(image, &plan->header, sizeof(plan->header));
    write_table(&plan->objects, image);
    write_table(&plan->caps, image);
    write_table(&plan->maps, image);
    write_table(&plan->irqs, image);
    write_table(&plan->threads, image);
    write_table(&plan->symbols, image);
    write_table(&plan->patches, image);
    write_table(&plan->slices, image);
    write_table(&plan->strings, image);
    (void)buffer_extend(image, (0 - (image->size - start)) & (SMALL_PAGE - 1));
    buffer_append(image, plan->pages.data, plan->pages.size);
}

void plan_release(struct plan *plan)
{
    buffer_release(&plan->objects);
    buffer_release(&plan->caps);
    buffer_release(&plan->maps);
    buffer_release(&plan->irqs);
    buffer_release(&plan->threads);
    buffer_release(&plan->symbols);
    buffer_release(&plan->patches);
    buffer_release(&plan->slices);
    buffer_release(&plan->strings);
    buffer_release(&plan->pages);
    buffer_release(&plan->elements);
}

static uint32_t cnode_of_cap(const struct plan *plan, uint32_t index)
{
    return PLAN_ENTRY(plan->caps, struct spec_cap, index)->cnode;
}

static uint32_t vspace_of_map(const struct plan *plan, uint32_t index)
{
    return PLAN_ENTRY(plan->maps, struct spec_map, index)->vspace;
}

/* Of `count` entries with ascending owners, the first that has this owner or a later one. */
static uint32_t first_of(const struct plan *plan, uint32_t count, uint32_t owner,
                         uint32_t (*owner_of)(const struct plan *plan, uint32_t index))
{
    uint32_t low = 0;

    while (low < count) {
        uint32_t middle = low + (count - low) / 2;

        if (owner_of(plan, middle) < owner) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

struct plan_run plan_caps_of(const struct plan *plan, uint32_t cnode)
{
    uint32_t count = PLAN_COUNT(plan->caps, struct spec_cap);

    return (struct plan_run){first_of(plan, count, cnode, cnode_of_cap),
                             first_of(plan, count, cnode + 1, cnode_of_cap)};
}

struct plan_run plan_maps_of(const struct plan *plan, uint32_t vspace)
{
    uint32_t count = PLAN_COUNT(plan->maps, struct spec_map);

    return (struct plan_run){first_of(plan, count, vspace, vspace_of_map),
                             first_of(plan, count, vspace + 1, vspace_of_map)};
}

const char *plan_string(const struct plan *plan, uint32_t offset)
{
    return (const char *)plan->strings.data + offset;
}
