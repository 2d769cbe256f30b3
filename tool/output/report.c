/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing of the report.  Lines are complete by themselves (name, address,
 * rights), so that grep answers questions like "who has the frame of region x".
 */
#include "report.h"

#include <inttypes.h>
#include <string.h>

#include <sel4/constants.h>

#include "iommu_tables.h"

static const char *type_name(uint32_t type)
{
    static const char *const names[] = {
        [SPEC_TCB] = "TCB",
        [SPEC_CNODE] = "CNode",
        [SPEC_VSPACE] = "VSpace",
        [SPEC_ENDPOINT] = "endpoint",
        [SPEC_NOTIFICATION] = "notification",
        [SPEC_REPLY] = "reply",
        [SPEC_SCHED_CONTEXT] = "scheduling context",
        [SPEC_VCPU] = "VCPU",
        [SPEC_FRAMES] = "frames",
        [SPEC_IRQ] = "interrupt",
        [SPEC_SMC] = "SMC",
    };

    return names[type];
}

static const struct spec_object *object_at(const struct plan *plan, uint32_t index)
{
    return PLAN_ENTRY(plan->objects, struct spec_object, index);
}

static const char *object_name(const struct plan *plan, uint32_t index)
{
    return plan_string(plan, object_at(plan, index)->name);
}

static void write_range(struct buffer *text, const char *what, uint64_t start, uint64_t size)
{
    buffer_format(text, "  %-34s 0x%012" PRIx64 " to 0x%012" PRIx64 "  %10" PRIu64 " bytes\n",
                  what, start, start + size, size);
}

static void write_layout(struct buffer *text, const struct plan *plan, const struct image *image)
{
    const struct boot_image *boot = &image->boot;
    uint64_t user = image->base + boot->user_offset;
    uint64_t spec = image->base + image->spec_offset;
    uint64_t tables = plan->header.size - plan->pages.size;

    buffer_format(text, "Image\n  loaded and entered at 0x%" PRIx64 ", %zu bytes\n\n",
                  image->base, image->bytes.size);
    if (image->kernel_file != NULL) {
        buffer_format(text, "Kernel instead of the SDK's\n  %s\n\n", image->kernel_file);
    }
    buffer_format(text, "Physical memory\n");
    write_range(text, "loader", image->base, image->loader_size);
    write_range(text, "kernel, as loaded", image->base + boot->kernel_offset,
                boot->kernel_filesz);
    write_range(text, "initial task", user, spec - user);
    write_range(text, "system spec: tables", spec, tables);
    write_range(text, "system spec: programs' pages", spec + tables, plan->pages.size);
    write_range(text, "loader's last page", spec + image->spec_size, BOOT_LOADER_BYTES);
    write_range(text, "kernel, where it runs", boot->kernel_paddr, boot->kernel_memsz);
    buffer_format(text, "\nVirtual memory\n");
    write_range(text, "kernel", boot->kernel_vaddr, boot->kernel_memsz);
    write_range(text, "initial task and spec", boot->user_vaddr, boot->user_size);
    buffer_format(text, "  kernel entered at 0x%" PRIx64 ", initial task at 0x%" PRIx64 "\n",
                  boot->kernel_entry, boot->user_entry);
}

/* What is where once the programs run; the forecast comes from the initial task's own code. */
static void write_memory_map(struct buffer *text, const struct forecast *forecast)
{
    buffer_format(text, "\nPhysical memory when all has been made\n");
    if (!forecast->root_bits_known) {
        buffer_format(text, "  if the kernel gives its initial task 2^%u capability slots (its "
                            "configuration is not beside its file)\n",
                      forecast->root_bits);
    }
    for (size_t i = 0; i < forecast->map.pieces.size / sizeof(struct piece); i += 1) {
        const struct piece *piece = PLAN_ENTRY(forecast->map.pieces, struct piece, i);

        buffer_format(text, "  0x%012" PRIx64 " to 0x%012" PRIx64 "  %10" PRIu64 " bytes  %s\n",
                      piece->start, piece->end, piece->end - piece->start,
                      piece->what == NULL ? "free" : piece->what);
    }
}

static void write_objects(struct buffer *text, const struct plan *plan)
{
    uint32_t count = PLAN_COUNT(plan->objects, struct spec_object);

    buffer_format(text, "\nKernel objects (%" PRIu32 ")\n", count);
    for (uint32_t i = 0; i < count; i += 1) {
        const struct spec_object *object = object_at(plan, i);

        buffer_format(text, "  %-20s %s", type_name(object->type), object_name(plan, i));
        switch (object->type) {
        case SPEC_CNODE:
            buffer_format(text, ", %llu slots", 1ull << object->size_bits);
            break;
        case SPEC_SCHED_CONTEXT:
            buffer_format(text, ", %llu bytes", 1ull << object->size_bits);
            break;
        case SPEC_FRAMES:
            buffer_format(text, ", %" PRIu64 " of 0x%llx bytes%s", object->count,
                          1ull << object->size_bits,
                          object->flags & SPEC_IN_IMAGE   ? ", from the image"
                          : object->flags & SPEC_AT_PADDR ? ""
                                                          : ", zeroed");
            break;
        case SPEC_IRQ:
            buffer_format(text, ", %s triggered", object->flags & SPEC_EDGE ? "edge" : "level");
            break;
        default:
            break;
        }
        if (object->flags & SPEC_AT_PADDR) {
            buffer_format(text, ", at physical 0x%" PRIx64, object->address);
        }
        buffer_format(text, "\n");
    }
}

static void write_rights(struct buffer *text, uint32_t rights)
{
    static const struct {
        uint32_t right;
        const char *name;
    } names[] = {{seL4_RightsRead, " Read"},
                 {seL4_RightsWrite, " Write"},
                 {seL4_RightsGrant, " Grant"},
                 {seL4_RightsGrantReply, " GrantReply"}};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i += 1) {
        if (rights & names[i].right) {
            buffer_text(text, names[i].name);
        }
    }
}

/* Do the rights of capabilities of this type mean anything? */
static bool has_rights(uint32_t type)
{
    return type == SPEC_ENDPOINT || type == SPEC_NOTIFICATION;
}

static void write_column(struct buffer *text, const char *column, size_t width)
{
    buffer_text(text, " ");
    size_t start = text->size;
    buffer_text(text, column);
    buffer_pad(text, start, width);
}

static void write_cap(struct buffer *text, const struct plan *plan, const struct spec_cap *cap)
{
    uint32_t type = object_at(plan, cap->object)->type;

    buffer_text(text, "    slot ");
    size_t start = text->size;
    buffer_number(text, cap->slot, 10);
    buffer_pad(text, start, 4);
    write_column(text, type_name(type), 14);
    write_column(text, object_name(plan, cap->object), 32);
    if (has_rights(type)) {
        write_rights(text, cap->rights);
    }
    if (cap->badge != 0) {
        buffer_text(text, has_rights(type) ? " badge 0x" : "badge 0x");
        buffer_number(text, cap->badge, 16);
    }
    while (text->data[text->size - 1] == ' ') {
        text->size -= 1;
    }
    buffer_text(text, "\n");
}

static void write_caps(struct buffer *text, const struct plan *plan, uint32_t cnode)
{
    struct plan_run run = plan_caps_of(plan, cnode);

    buffer_format(text, "  capabilities\n");
    for (uint32_t i = run.first; i < run.end; i += 1) {
        write_cap(text, plan, PLAN_ENTRY(plan->caps, struct spec_cap, i));
    }
}

static void write_maps(struct buffer *text, const struct plan *plan, uint32_t vspace)
{
    struct plan_run run = plan_maps_of(plan, vspace);

    buffer_format(text, "  mappings\n");
    for (uint32_t i = run.first; i < run.end; i += 1) {
        const struct spec_map *map = PLAN_ENTRY(plan->maps, struct spec_map, i);
        const struct spec_object *frames = object_at(plan, map->frames);
        uint64_t size = frames->count << frames->size_bits;
        buffer_format(text,
                      "    0x%012" PRIx64 " to 0x%012" PRIx64 "  %10" PRIu64
                      " bytes  %c%c%c  %s  %s\n",
                      map->vaddr, map->vaddr + size, size,
                      map->rights & seL4_RightsRead ? 'r' : '-',
                      map->rights & seL4_RightsWrite ? 'w' : '-',
                      map->attributes & seL4_ARM_ExecuteNever ? '-' : 'x',
                      map->attributes & seL4_ARM_PageCacheable ? "cached  " : "uncached",
                      object_name(plan, map->frames));
    }
}

/* Is the page at `vaddr` part of a mapping? */
static bool is_mapped(const struct plan *plan, uint32_t vspace, uint64_t vaddr)
{
    struct plan_run run = plan_maps_of(plan, vspace);

    for (uint32_t i = run.first; i < run.end; i += 1) {
        const struct spec_map *map = PLAN_ENTRY(plan->maps, struct spec_map, i);
        const struct spec_object *frames = object_at(plan, map->frames);

        if (map->vaddr <= vaddr &&
            vaddr - map->vaddr < frames->count << frames->size_bits) {
            return true;
        }
    }
    return false;
}

static void write_guard(struct buffer *text, const struct plan *plan, uint32_t vspace,
                        uint64_t end, const char *what)
{
    uint64_t guard = end - SMALL_PAGE;

    if (is_mapped(plan, vspace, guard)) {
        buffer_format(text, "none below the %s", what);
    } else {
        buffer_format(text, "0x%" PRIx64 " below the %s", guard, what);
    }
}

/* Where the two are that the program does not place, and what keeps others out of them. */
static void write_stack_and_buffer(struct buffer *text, const struct spec_thread *thread,
                                   const struct plan *plan)
{
    buffer_format(text, "  stack        0x%" PRIx64 " to 0x%" PRIx64 "\n", thread->stack_bottom,
                  thread->stack_top);
    buffer_format(text, "  IPC buffer   0x%" PRIx64 "\n", thread->ipc_buffer);
    buffer_format(text, "  guard pages  ");
    write_guard(text, plan, thread->vspace, thread->stack_bottom, "stack");
    buffer_format(text, ", ");
    write_guard(text, plan, thread->vspace, page_down(thread->ipc_buffer), "IPC buffer");
    buffer_format(text, "\n");
}

static void write_constants(struct buffer *text, const struct domain *domain)
{
    if (domain->constants != NULL) {
        buffer_format(text, "  variables\n");
    }
    for (const struct constant *constant = domain->constants; constant != NULL;
         constant = constant->next) {
        buffer_format(text, "    %s = 0x%" PRIx64 "\n", constant->symbol, constant->value);
    }
}

static void write_domain(struct buffer *text, const struct domain *domain,
                         const struct plan *plan)
{
    const struct spec_thread *thread =
        PLAN_ENTRY(plan->threads, struct spec_thread, domain->index);

    buffer_format(text, "\nProtection domain '%s'", plan_string(plan, thread->name));
    if (domain->parent != NULL) {
        buffer_format(text, ", child %" PRIu64 " of '%s'", domain->id, domain->parent->name);
    }
    buffer_format(text, "\n  program      %s\n  entry        0x%" PRIx64 "\n", domain->image_path,
                  thread->entry);
    buffer_format(text,
                  "  scheduling   priority %" PRIu32 ", budget %" PRIu64 " us in each %" PRIu64
                  " us%s\n",
                  thread->priority, thread->budget_us, thread->period_us,
                  thread->passive ? ", passive after init" : "");
    if (domain->sched_domain != NULL) {
        buffer_format(text, "  domain       %s\n", domain->sched_domain->name);
    }
    if (thread->flags & SPEC_NO_FPU) {
        buffer_format(text, "  no floating-point or vector instructions\n");
    }
    if ((thread->flags & SPEC_NO_TIMER) == 0) {
        buffer_format(text, "  may set the physical timer\n");
    }
    if (domain->smc) {
        buffer_format(text, "  may call the firmware\n");
    }
    write_stack_and_buffer(text, thread, plan);
    buffer_format(text, "  faults go to %s, badge 0x%" PRIx64 "\n",
                  object_name(plan, thread->fault_endpoint), thread->fault_badge);
    buffer_format(text, "  symbols      %" PRIu32 "\n", thread->symbols.count);
    write_caps(text, plan, thread->cnode);
    write_maps(text, plan, thread->vspace);
    write_constants(text, domain);
}

/* Its threads are those behind the PDs' that have this parent. */
static void write_machine(struct buffer *text, const struct domain *domain,
                          const struct plan *plan)
{
    const struct machine *machine = domain->machine;
    const struct spec_thread *guest = NULL;

    buffer_format(text,
                  "\nVirtual machine '%s' of '%s', which starts it\n"
                  "  scheduling   priority %" PRIu64 ", budget of each vcpu %" PRIu64
                  " us in each %" PRIu64 " us\n",
                  machine->name, domain->name, machine->priority, machine->budget,
                  machine->period);
    for (uint32_t i = 0; i < PLAN_COUNT(plan->threads, struct spec_thread); i += 1) {
        const struct spec_thread *thread = PLAN_ENTRY(plan->threads, struct spec_thread, i);

        if (thread->vcpu != SPEC_NONE && thread->parent == domain->index) {
            guest = thread;
            buffer_format(text, "  %-12s faults go to %s, badge 0x%" PRIx64 "\n",
                          object_name(plan, thread->vcpu) +
                              strlen(machine->name) + strlen("guest : "),
                          object_name(plan, thread->fault_endpoint), thread->fault_badge);
        }
    }
    if (guest != NULL) {
        write_maps(text, plan, guest->vspace);
    }
}

static void write_end(struct buffer *text, const struct channel_end *end)
{
    buffer_text(text, "'");
    buffer_text(text, end->domain->name);
    buffer_text(text, "' id ");
    buffer_number(text, end->id, 10);
}

static void write_direction(struct buffer *text, const struct channel_end *from,
                            const struct channel_end *to)
{
    if (from->notify || from->pp) {
        buffer_text(text, "  ");
        write_end(text, from);
        buffer_text(text, !from->pp       ? " may notify "
                          : !from->notify ? " may call "
                                          : " may notify and call ");
        write_end(text, to);
        buffer_text(text, "\n");
    }
}

static void write_channels(struct buffer *text, const struct system *system)
{
    if (system->channels != NULL) {
        buffer_format(text, "\nChannels\n");
    }
    for (const struct channel *channel = system->channels; channel != NULL;
         channel = channel->next) {
        write_direction(text, &channel->ends[0], &channel->ends[1]);
        write_direction(text, &channel->ends[1], &channel->ends[0]);
    }
}

static void write_irqs(struct buffer *text, const struct plan *plan)
{
    uint32_t count = PLAN_COUNT(plan->irqs, struct spec_irq);

    if (count > 0) {
        buffer_format(text, "\nInterrupts\n");
    }
    for (uint32_t i = 0; i < count; i += 1) {
        const struct spec_irq *irq = PLAN_ENTRY(plan->irqs, struct spec_irq, i);

        buffer_format(text, "  %4" PRIu64 " signals %s, badge 0x%" PRIx64 "\n",
                      object_at(plan, irq->irq)->address,
                      object_name(plan, irq->notification), irq->badge);
    }
}

/*
 * Registers that are there once, for all threads, and can be used without a capability: who may.
 * Of others, each thread has its own, or none may use them (docs/kernel/registers.md).
 */
static void write_registers(struct buffer *text, const struct plan *plan,
                            const struct image *image)
{
    const char *separator = "";

    buffer_format(text, "\nRegisters that are there once, and who may use them\n"
                        "  physical timer        CNTP_CTL, CNTP_CVAL, CNTP_TVAL: ");
    for (uint32_t i = 0; i < PLAN_COUNT(plan->threads, struct spec_thread); i += 1) {
        const struct spec_thread *thread = PLAN_ENTRY(plan->threads, struct spec_thread, i);

        if ((thread->flags & SPEC_NO_TIMER) == 0) {
            buffer_format(text, "%s'%s'", separator, plan_string(plan, thread->name));
            separator = ", ";
        }
    }
    buffer_format(text, "%s\n", separator[0] == '\0' ? "nobody" : "");
    if (image->kernel_file != NULL) {
        buffer_format(text, "                        (all, on a kernel that does not have this "
                            "right, as seL4 does not)\n");
    }
    buffer_format(text, "  performance monitors  PMCR, PMCCNTR, ...: %s\n",
                  plan->benchmark ? "all" : "nobody");
    buffer_format(text, "  counter               CNTPCT, CNTFRQ: all, but only read them\n");
}

static void write_sched_domains(struct buffer *text, const struct schedule *schedule)
{
    if (schedule->element != NULL) {
        buffer_format(text, "\nDomains\n");
    }
    for (const struct sched_domain *domain = schedule->domains; domain != NULL;
         domain = domain->next) {
        buffer_format(text, "  %2" PRIu64 " %s", domain->id, domain->name);
        if (domain->number != domain->id) {
            buffer_format(text, ", number %" PRIu64 " to the kernel", domain->number);
        }
        buffer_format(text, "%s%s\n", domain == schedule->monitor ? ", with the monitor" : "",
                      domain->runs ? "" : ", never runs");
    }
}

static uint64_t ticks_to_us(uint64_t ticks, uint64_t khz)
{
    return ticks / khz * 1000 + ticks % khz * 1000 / khz;
}

static void write_schedule(struct buffer *text, const struct schedule *schedule, uint64_t khz)
{
    uint64_t index = schedule->first;

    write_sched_domains(text, schedule);
    if (schedule->slices != NULL) {
        buffer_format(text, "\nSchedule, from entry %" PRIu64 " to the next end marker, again and "
                            "again\n",
                      schedule->start);
    }
    for (const struct slice *slice = schedule->slices; slice != NULL; slice = slice->next) {
        if (slice->is_end) {
            buffer_format(text, "  %2" PRIu64 " end marker\n", index);
        } else {
            buffer_format(text, "  %2" PRIu64 " %s, %" PRIu64 " ticks = %" PRIu64 " us\n", index,
                          slice->domain->name, slice->ticks, ticks_to_us(slice->ticks, khz));
        }
        index += 1;
    }
}

/* What devices reach by the tables that the tool made.  They need not be the tables that the IOMMU
   is told of: that is up to whoever owns it. */
static void write_io_spaces(struct buffer *text, const struct system *system)
{
    if (system->iommu_tables != NULL) {
        buffer_format(text, "\nDevices, and what they reach by the tables in region %s\n",
                      system->iommu_tables->name);
    }
    for (const struct io_space *space = system->io_spaces; space != NULL; space = space->next) {
        buffer_format(text,
                      "  '%s', stream %" PRIu64 " (as PCI: bus %" PRIu64 ", device %" PRIu64
                      ", function %" PRIu64 "), domain %" PRIu64 "%s\n",
                      space->name, space->stream, space->stream >> 8, space->stream >> 3 & 31,
                      space->stream & 7, space->id, space->maps == NULL ? ": nothing" : "");
        for (const struct io_map *map = space->maps; map != NULL; map = map->next) {
            buffer_format(text,
                          "    0x%012" PRIx64 " to 0x%012" PRIx64 "  %10" PRIu64
                          " bytes  r%c  region %s\n",
                          map->iovaddr, map->iovaddr + map->region->size, map->region->size,
                          map->write ? 'w' : '-', map->region->name);
        }
    }
}

/* Those of the IOMMU's tables are not listed: write_io_spaces says what they are for. */
static void write_patches(struct buffer *text, const struct plan *plan,
                          const struct system *system)
{
    uint32_t first = PLAN_COUNT(system->iommu_links, struct iommu_link);
    uint32_t count = PLAN_COUNT(plan->patches, struct spec_patch);

    if (count > first) {
        buffer_format(text, "\nVariables set to a physical address at boot\n");
    }
    for (uint32_t i = first; i < count; i += 1) {
        const struct spec_patch *patch = PLAN_ENTRY(plan->patches, struct spec_patch, i);

        buffer_format(text, "  spec offset 0x%" PRIx64 ": address of %s\n", patch->where,
                      object_name(plan, patch->frames));
    }
}

void report_write(struct buffer *text, const struct system *system,
                  const struct plan *plan, const struct image *image,
                  const struct forecast *forecast)
{
    write_layout(text, plan, image);
    write_memory_map(text, forecast);
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        write_domain(text, domain, plan);
        if (domain->machine != NULL) {
            write_machine(text, domain, plan);
        }
    }
    write_channels(text, system);
    write_irqs(text, plan);
    write_io_spaces(text, system);
    write_registers(text, plan, image);
    write_schedule(text, &system->schedule, system->board->timer_khz);
    write_patches(text, plan, system);
    write_objects(text, plan);
}
