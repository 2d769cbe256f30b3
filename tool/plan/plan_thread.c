/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads in the plan, when they run, and the symbols by which the monitor
 * explains where one of them crashed.
 */
#include "planner.h"

#include <stdlib.h>
#include <string.h>

enum { CSPACE_BITS = 64 }; /* of a capability's address */

/* Functions and variables of the program, and labels in its code; not the
   mapping symbols that tell code from data ("$x", ELF for the Arm 64-bit
   Architecture, 5.7.4). */
static bool is_for_people(const struct program *program, const struct elf_symbol *symbol)
{
    const struct elf_segment *segment = elf_segment_of(&program->image->elf, symbol->address, 1);

    if (symbol->address == 0 || symbol->absolute || segment == NULL || symbol->name[0] == '$') {
        return false;
    }
    return symbol->type == ELF_FUNCTION || symbol->type == ELF_OBJECT ||
           (symbol->type == ELF_NOTYPE && (segment->flags & ELF_EXECUTE) != 0);
}

/* By address; of several names for one address the best first: one that says
   its size, a global one, then by name. */
static int compare_symbols(const void *left, const void *right)
{
    const struct elf_symbol *a = left;
    const struct elf_symbol *b = right;

    if (a->address != b->address) {
        return a->address < b->address ? -1 : 1;
    }
    if (a->size != b->size) {
        return a->size > b->size ? -1 : 1;
    }
    if (a->local != b->local) {
        return a->local ? 1 : -1;
    }
    return strcmp(a->name, b->name);
}

/* The symbols of an earlier thread with the same files, or NULL. */
static const struct spec_table *find_symbols(const struct planner *planner,
                                             const struct program *program)
{
    const struct buffer *threads = &planner->plan->threads;

    for (uint32_t i = 0; i < PLAN_COUNT(*threads, struct spec_thread); i += 1) {
        const struct program *other = planner->programs[i];

        if (other->image == program->image && other->symbols == program->symbols) {
            return &PLAN_ENTRY(*threads, struct spec_thread, i)->symbols;
        }
    }
    return NULL;
}

static struct spec_table copy_symbols(struct buffer *table, const struct spec_table *from)
{
    struct spec_table added = {.offset = (uint32_t)table->size, .count = from->count};
    size_t size = from->count * sizeof(struct spec_symbol);

    buffer_reserve(table, size);
    buffer_append(table, table->data + from->offset, size);
    return added;
}

static struct spec_table add_symbols(const struct planner *planner,
                                     const struct program *program)
{
    const struct spec_table *same = find_symbols(planner, program);
    const struct elf *elf = &program->symbols->elf;
    struct buffer *table = &planner->plan->symbols;
    struct spec_table added = {.offset = (uint32_t)table->size};
    struct buffer sorted = {0};
    struct elf_symbol symbol;

    if (same != NULL) {
        return copy_symbols(table, same);
    }
    for (uint64_t i = 0; i < elf->symbol_count; i += 1) {
        if (elf_symbol_at(elf, i, &symbol) && is_for_people(program, &symbol)) {
            buffer_append(&sorted, &symbol, sizeof(symbol));
        }
    }
    size_t count = sorted.size / sizeof(symbol);
    struct elf_symbol *symbols = (void *)sorted.data;
    if (count > 0) {
        qsort(symbols, count, sizeof(*symbols), compare_symbols);
    }
    for (size_t i = 0; i < count; i += 1) {
        if (i > 0 && symbols[i].address == symbols[i - 1].address) {
            continue;
        }
        uint64_t size = symbols[i].size;
        buffer_append(table,
                      &(struct spec_symbol){
                          .address = symbols[i].address,
                          .name = planner_string(planner, symbols[i].name),
                          .size = size > UINT32_MAX ? UINT32_MAX : (uint32_t)size,
                      },
                      sizeof(struct spec_symbol));
        added.count += 1;
    }
    buffer_release(&sorted);
    return added;
}

void planner_add_thread(const struct planner *planner, const struct domain *domain)
{
    const struct domain_objects *own = &planner->domains[domain->index];
    const struct program *program = planner->programs[domain->index];
    const struct domain *parent = domain->parent;
    struct spec_thread thread = {
        .name = planner_string(planner, domain->name),
        .tcb = own->tcb,
        .cnode = own->cnode,
        .vspace = own->vspace,
        .ipc_frame = own->ipc_frame,
        .sched_context = own->sched_context,
        .notification = own->notification,
        .cspace_data = CSPACE_BITS - planner_cnode_bits(domain), /* guard size; its value is 0 */
        .ipc_buffer = program->ipc_buffer,
        .entry = program->image->elf.entry,
        .stack_top = domain->stack_top,
        .stack_bottom = domain->stack_top - domain->stack_size,
        .vcpu = SPEC_NONE,
        .budget_us = domain->budget,
        .period_us = domain->period,
        .priority = (uint32_t)domain->priority,
        .mcp = (uint32_t)domain->priority,
        .passive = domain->passive ? 1 : 0,
        .parent = parent == NULL ? SPEC_NONE : parent->index,
        .flags = (domain->fpu ? 0 : SPEC_NO_FPU) | (domain->timer ? 0 : SPEC_NO_TIMER),
        .sched_domain =
            domain->sched_domain == NULL ? 0 : (uint32_t)domain->sched_domain->number,
        .symbols = add_symbols(planner, program),
    };

    planner_fault_target(planner, domain, &thread.fault_endpoint, &thread.fault_badge);
    buffer_append(&planner->plan->threads, &thread, sizeof(thread));
}

/*
 * End markers in entry 0 and in the last are left out: the kernel has no other
 * use for the latter, and nothing comes before the former that it could end.
 */
void planner_add_schedule(const struct planner *planner)
{
    const struct schedule *schedule = &planner->system->schedule;
    uint64_t index = schedule->first;

    planner->plan->header.first_slice = schedule->start;
    for (const struct slice *slice = schedule->slices; slice != NULL; slice = slice->next) {
        struct spec_slice entry = {
            .index = (uint32_t)index,
            .sched_domain = slice->is_end ? 0 : (uint32_t)slice->domain->number,
            .ticks = slice->ticks,
        };

        if (!slice->is_end || (index != 0 && index < SPEC_MAX_SLICES)) {
            buffer_append(&planner->plan->slices, &entry, sizeof(entry));
        }
        index += 1;
    }
}
