/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each page of a domain, made anew from what the description says, and compared.
 */
#include "contents.h"

#include <inttypes.h>
#include <string.h>

#include "find.h"
#include "rules.h"

enum { WORD = 8, NAME_BYTES = 64 };

struct comparing {
    FILE *stream;
    const struct described *described;
    const struct present *present;
    const struct domain *domain;
    const char *name; /* its, or its guest's */
    int thread;
    size_t differences;
};

/* A page as it should be; bytes of which nothing can be known are not compared. */
struct wanted {
    uint64_t vaddr;
    uint8_t bytes[RULE_PAGE];
    bool unknown[RULE_PAGE];
};

static void put(struct wanted *page, uint64_t vaddr, const void *data, uint64_t size, bool known)
{
    for (uint64_t i = 0; i < size; i++) {
        uint64_t at = vaddr + i - page->vaddr;

        if (at < RULE_PAGE) {
            page->bytes[at] = data == NULL ? 0 : ((const uint8_t *)data)[i];
            page->unknown[at] = !known;
        }
    }
}

static void put_word(struct wanted *page, uint64_t vaddr, uint64_t value, bool known)
{
    uint8_t bytes[WORD];

    for (unsigned i = 0; i < WORD; i++) {
        bytes[i] = (uint8_t)(value >> 8 * i);
    }
    put(page, vaddr, bytes, WORD, known);
}

/* ---- Variables ---- */

static bool variable(const struct comparing *comparing, const char *name, uint64_t *vaddr)
{
    const struct elf_file *file = comparing->described->symbols[comparing->domain->index];
    struct elf_symbol symbol;

    if (name == NULL || elf_file_symbol(file, name, &symbol) == ELF_MISSING) {
        return false;
    }
    *vaddr = symbol.address;
    return true;
}

static void put_variable(const struct comparing *comparing, struct wanted *page, const char *name,
                         uint64_t value, bool known)
{
    uint64_t vaddr;

    if (variable(comparing, name, &vaddr)) {
        put_word(page, vaddr, value, known);
    }
}

/* Where a region is in memory; false: nobody knows. */
static bool region_address(const struct comparing *comparing, const struct region *region,
                           uint64_t *address)
{
    if (region->fixed) {
        *address = region->phys_addr;
        return true;
    }
    for (const struct domain *domain = comparing->described->system->domains; domain != NULL;
         domain = domain->next) {
        for (const struct map *map = domain->maps; map != NULL; map = map->next) {
            uint64_t bytes;
            int thread = comparing->present->thread_of[domain->index];
            const uint8_t *there = map->region != region || thread == FACT_NOBODY
                                       ? NULL
                                       : find_memory(comparing->present->facts, thread,
                                                     map->vaddr, &bytes);
            if (there != NULL) {
                *address = find_address(there);
                return true;
            }
        }
    }
    return false;
}

static void put_variables(const struct comparing *comparing, struct wanted *page)
{
    const struct domain *domain = comparing->domain;
    char name[NAME_BYTES] = {0};
    uint64_t irqs = 0;
    uint64_t vaddr;

    for (const struct irq *irq = domain->irqs; irq != NULL; irq = irq->next) {
        irqs |= 1ull << irq->id;
    }
    memcpy(name, domain->name, strlen(domain->name) < NAME_BYTES - 1 ? strlen(domain->name)
                                                                      : NAME_BYTES - 1);
    if (variable(comparing, "microkit_name", &vaddr)) {
        put(page, vaddr, name, sizeof(name), true);
    }
    if (variable(comparing, "microkit_passive", &vaddr)) {
        put(page, vaddr, &(uint8_t){domain->passive}, 1, true);
    }
    put_variable(comparing, page, "microkit_notifications", domain->notify_ids, true);
    put_variable(comparing, page, "microkit_pps", domain->call_ids, true);
    put_variable(comparing, page, "microkit_irqs", irqs, true);
    for (const struct constant *constant = domain->constants; constant != NULL;
         constant = constant->next) {
        put_variable(comparing, page, constant->symbol, constant->value, true);
    }
    for (const struct setvar *setvar = domain->setvars; setvar != NULL; setvar = setvar->next) {
        uint64_t address = 0;
        bool known = region_address(comparing, setvar->region, &address);

        put_variable(comparing, page, setvar->symbol, address, known);
    }
}

/* ---- Pages ---- */

static void compare_page(struct comparing *comparing, const struct wanted *page, const char *what)
{
    uint64_t bytes = 0;
    const uint8_t *there = find_memory(comparing->present->facts, comparing->thread, page->vaddr,
                                       &bytes);

    for (uint64_t i = 0; there != NULL && bytes >= RULE_PAGE && i < RULE_PAGE; i++) {
        if (page->unknown[i] || there[i] == page->bytes[i]) {
            continue;
        }
        fprintf(comparing->stream,
                "  the memory of %s at 0x%" PRIx64 ", in its %s, is 0x%02x%s before it has run; "
                "it should be 0x%02x\n",
                comparing->name, page->vaddr + i, what, there[i],
                page->bytes[i] == 0 ? ", so it was not cleared," : "", page->bytes[i]);
        comparing->differences++;
        return;
    }
}

static void compare_program(struct comparing *comparing)
{
    const struct elf *elf = &comparing->described->programs[comparing->domain->index]->elf;

    for (size_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];

        for (uint64_t at = segment->vaddr / RULE_PAGE * RULE_PAGE;
             at < segment->vaddr + segment->memsz; at += RULE_PAGE) {
            struct wanted page = {.vaddr = at};

            put(&page, segment->vaddr, segment->data, segment->filesz, true);
            put_variables(comparing, &page);
            compare_page(comparing, &page, "program");
        }
    }
}

static void compare_zeros(struct comparing *comparing, uint64_t vaddr, uint64_t size,
                          const char *what)
{
    for (uint64_t at = 0; at < size; at += RULE_PAGE) {
        struct wanted page = {.vaddr = vaddr + at};

        compare_page(comparing, &page, what);
    }
}

/* Of an IOMMU's tables the initial task writes a part. */
static void compare_region(struct comparing *comparing, const struct map *map)
{
    const struct region *region = map->region;

    for (uint64_t at = 0; !region->iommu_tables && at < region->size; at += RULE_PAGE) {
        struct wanted page = {.vaddr = map->vaddr + at};

        if (region->prefilled && at < region->contents.size) {
            uint64_t left = region->contents.size - at;

            put(&page, page.vaddr, region->contents.data + at, left < RULE_PAGE ? left : RULE_PAGE,
                true);
        }
        compare_page(comparing, &page,
                     arena_format(comparing->described->arena, "region %s", region->name));
    }
}

/* All vcpus have the memory of the first. */
static void compare_guest(struct comparing *comparing, const struct guest *guest)
{
    const struct machine *machine = guest->owner->machine;

    comparing->name = guest->name;
    comparing->thread = guest->thread;
    if (guest->thread == FACT_NOBODY || guest->vcpu != machine->vcpus) {
        return;
    }
    for (const struct map *map = machine->maps; map != NULL; map = map->next) {
        compare_region(comparing, map);
    }
}

size_t contents_compare(FILE *stream, const struct described *described,
                        const struct present *present)
{
    struct comparing comparing = {.stream = stream, .described = described, .present = present};

    for (const struct domain *domain = described->system->domains; domain != NULL;
         domain = domain->next) {
        comparing.domain = domain;
        comparing.name = domain->name;
        comparing.thread = present->thread_of[domain->index];
        if (comparing.thread == FACT_NOBODY) {
            continue;
        }
        compare_program(&comparing);
        compare_zeros(&comparing,
                      rule_stack_top(described->system->board->exception_level) -
                          domain->stack_size,
                      domain->stack_size, "stack");
        compare_zeros(&comparing, described_buffer(described, domain) / RULE_PAGE * RULE_PAGE,
                      RULE_PAGE, "IPC buffer");
        for (const struct map *map = domain->maps; map != NULL; map = map->next) {
            compare_region(&comparing, map);
        }
    }
    for (size_t i = 0; i < present->guest_count; i++) {
        compare_guest(&comparing, &present->guests[i]);
    }
    return comparing.differences;
}
