/* SPDX-License-Identifier: BSD-2-Clause */
/* The finished plan: written as the spec, read and released. */
#include "plan.h"

/* The structures are written as they lie in memory here. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the spec is little-endian");
_Static_assert(sizeof(struct spec_object) == 32 && sizeof(struct spec_cap) == 24 &&
                   sizeof(struct spec_map) == 24 && sizeof(struct spec_irq) == 16 &&
                   sizeof(struct spec_thread) == 128 && sizeof(struct spec_symbol) == 16 &&
                   sizeof(struct spec_patch) == 16 && sizeof(struct spec_slice) == 16 &&
                   sizeof(struct spec_header) == 96,
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

const char *plan_string(const struct plan *plan, uint32_t offset)
{
    return (const char *)plan->strings.data + offset;
}
