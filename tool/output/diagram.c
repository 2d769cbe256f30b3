/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing of the drawing, in DOT (Graphviz, "DOT Language" and "Node, Edge and
 * Graph Attributes").  Each statement is a line; a node's identifier says what it
 * is, as in "pd client", "region log", "irq 33".
 *
 *   protection domains   boxes; children in a dashed frame
 *   regions              notes.  Those that only one domain maps are listed in one
 *                        if they are many
 *   interrupts           ovals
 *   virtual machines     boxes with a double line, of the domain that a dashed line leads to
 *   devices              boxes with tabs; what they reach through the IOMMU, as maps
 *   channels             lines with the id at each end; to who may be called
 *   maps                 lines with the rights
 *   cspace               dashed lines
 *
 * What is written on a line is a node in it.  Graphviz puts the labels of edges
 * beside these, where they overlap, or are nearer to another.
 */
#include "diagram.h"

#include <inttypes.h>
#include <string.h>

/* So many regions of its own does a domain have before they are drawn as one node. */
enum { MANY_REGIONS = 4 };

static const char prologue[] =
    "// SPDX-License-Identifier: BSD-2-Clause\n"
    "// Who may do what to whom, written by microkit --diagram.\n"
    "digraph system {\n"
    "    graph [rankdir=LR, bgcolor=\"#fffefb\", pad=0.25, nodesep=0.22, ranksep=0.2,\n"
    "           fontname=\"Helvetica\", fontsize=12, fontcolor=\"#55606e\", color=\"#9fabb8\",\n"
    "           style=\"rounded,dashed\"]\n"
    "    node [shape=box, style=\"filled,rounded\", fontname=\"Helvetica\", fontsize=13,\n"
    "          height=0.42, fontcolor=\"#1b2430\", color=\"#1b2430\", fillcolor=\"#ffffff\"]\n"
    "    edge [color=\"#9fabb8\", arrowsize=0.7]\n";

static const char region_style[] =
    "    node [shape=note, style=filled, fontsize=12, color=\"#27698f\", fillcolor=\"#bcd9ec\"]\n";

static const char irq_style[] =
    "    node [shape=oval, style=filled, fontsize=12, color=\"#8a6d1f\", fillcolor=\"#f3e3b3\"]\n";

static const char device_style[] =
    "    node [shape=component, style=filled, fontsize=12, color=\"#8a6d1f\",\n"
    "          fillcolor=\"#f3e3b3\"]\n";

/* Of what is written on lines. */
static const char word_style[] =
    "    node [shape=plaintext, style=\"\", fontsize=11, fontcolor=\"#55606e\", height=0.2,\n"
    "          width=0.1, margin=\"0.04,0.02\"]\n";

/* Part of a quoted string.  Names are UTF-8 without control characters: the description's are
   checked.  In a label, what looks like an entity would be taken for one. */
static void put_name(struct buffer *text, const char *name, bool in_label)
{
    for (; *name != '\0'; name += 1) {
        if (*name == '"' || *name == '\\') {
            buffer_append(text, "\\", 1);
        }
        buffer_append(text, name, 1);
        if (*name == '&' && in_label) {
            buffer_format(text, "amp;");
        }
    }
}

static void put_id(struct buffer *text, const char *kind, const char *name)
{
    buffer_format(text, "\"%s ", kind);
    put_name(text, name, false);
    buffer_format(text, "\"");
}

static void put_indent(struct buffer *text, unsigned depth)
{
    buffer_format(text, "%*s", (int)(4 * (depth + 1)), "");
}

/* ---- protection domains ---- */

static void write_domain(struct buffer *text, const struct domain *domain, unsigned depth)
{
    put_indent(text, depth);
    put_id(text, "pd", domain->name);
    buffer_format(text, " [label=\"");
    put_name(text, domain->name, true);
    buffer_format(text, "\\npriority %" PRIu64 "%s", domain->priority,
                  domain->passive ? ", passive" : "");
    if (domain->parent != NULL) {
        buffer_format(text, "\\nchild %" PRIu64, domain->id);
    }
    if (domain->sched_domain != NULL) {
        buffer_format(text, "\\ndomain ");
        put_name(text, domain->sched_domain->name, true);
    }
    buffer_format(text, "\"]\n");
}

static void write_machine(struct buffer *text, const struct domain *domain, unsigned depth)
{
    const struct machine *machine = domain->machine;

    put_indent(text, depth);
    put_id(text, "guest", machine->name);
    buffer_format(text, " [label=\"guest ");
    put_name(text, machine->name, true);
    buffer_format(text, "\\npriority %" PRIu64 "\\nvcpu", machine->priority);
    for (const struct vcpu *vcpu = machine->vcpus; vcpu != NULL; vcpu = vcpu->next) {
        buffer_format(text, "%s %" PRIu64, vcpu == machine->vcpus ? "" : ",", vcpu->id);
    }
    buffer_format(text, "\", peripheries=2]\n");
    put_indent(text, depth);
    put_id(text, "pd", domain->name);
    buffer_format(text, " -> ");
    put_id(text, "guest", machine->name);
    buffer_format(text, " [style=dashed]\n");
}

/* The children of `parent`, or with NULL all that have none.  As deep as the description is, which
   has 63 domains at most. */
static void write_family(struct buffer *text, const struct system *system,
                         const struct domain *parent, unsigned depth)
{
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        if (domain->parent != parent) {
            continue;
        }
        write_domain(text, domain, depth);
        if (domain->machine != NULL) {
            write_machine(text, domain, depth);
        }
        if (domain->has_children) {
            put_indent(text, depth);
            buffer_format(text, "subgraph cluster_%" PRIu32 " {\n", domain->index);
            put_indent(text, depth + 1);
            buffer_format(text, "label=\"children of ");
            put_name(text, domain->name, true);
            buffer_format(text, "\"\n");
            write_family(text, system, domain, depth + 1);
            put_indent(text, depth);
            buffer_format(text, "}\n");
        }
    }
}

/* ---- channels ---- */

/* A filled head points to who may be called, an open one to who may only be signalled. */
static const char *head_for(const struct channel_end *from)
{
    return from->pp ? "normal" : from->notify ? "vee" : "none";
}

/* What `from`, which the edge starts at, may do, and what the other end. */
static const char *channel_label(const struct channel_end *from, const struct channel_end *to)
{
    if (from->pp) {
        return from->notify && to->notify ? "call, signal both ways"
               : from->notify             ? "call, signal"
               : to->notify               ? "call, signal back"
                                          : "call";
    }
    return from->notify && to->notify ? "signal both ways" : from->notify ? "signal" : "nothing";
}

/* A line from whoever the description has first: so few lines lead back, for which Graphviz, that
   draws from left to right, has to take a turn. */
static void write_channel(struct buffer *text, const struct channel *channel, unsigned number)
{
    const struct channel_end *ends = channel->ends;
    size_t first = ends[1].pp || (!ends[0].pp && !ends[0].notify) ? 1 : 0;
    const char *label = channel_label(&ends[first], &ends[1 - first]);
    size_t left = ends[0].domain->index < ends[1].domain->index ? 0 : 1;
    const struct channel_end *tail = &ends[left];
    const struct channel_end *head = &ends[1 - left];

    buffer_format(text, "    \"channel %u\" [label=\"%s\"]\n", number, label);
    buffer_format(text, "    \"tail %u\" [label=\"%" PRIu64 "\", fontsize=9]\n", number, tail->id);
    buffer_format(text, "    \"head %u\" [label=\"%" PRIu64 "\", fontsize=9]\n", number, head->id);
    buffer_format(text, "    ");
    put_id(text, "pd", tail->domain->name);
    buffer_format(text, " -> \"tail %u\" [dir=both, arrowtail=%s, arrowhead=none]\n", number,
                  head_for(head));
    buffer_format(text, "    \"tail %u\" -> \"channel %u\" -> \"head %u\" [arrowhead=none]\n",
                  number, number, number);
    buffer_format(text, "    \"head %u\" -> ", number);
    put_id(text, "pd", head->domain->name);
    buffer_format(text, " [arrowhead=%s]\n", head_for(tail));
}

static void write_channels(struct buffer *text, const struct system *system)
{
    unsigned number = 1;

    buffer_format(text, "\n    // Channels, with their id at each end.\n%s", word_style);
    for (const struct channel *channel = system->channels; channel != NULL;
         channel = channel->next) {
        write_channel(text, channel, number++);
    }
}

/* ---- memory ---- */

/* What a map allows: without `r`, a `w` is none. */
static void put_rights(struct buffer *text, const struct map *map)
{
    buffer_format(text, "%s%s%s%s", map->read ? "r" : "", map->read && map->write ? "w" : "",
                  map->execute ? "x" : "", map->cached ? "" : ", uncached");
}

static void put_size(struct buffer *text, uint64_t size)
{
    if (size % (1 << 20) == 0) {
        buffer_format(text, "%" PRIu64 " MiB", size >> 20);
    } else {
        buffer_format(text, "%" PRIu64 " KiB", size >> 10);
    }
}

static void put_region(struct buffer *text, const struct region *region, const char *separator)
{
    put_name(text, region->name, true);
    buffer_format(text, "%s", separator);
    put_size(text, region->size);
    if (region->fixed) {
        buffer_format(text, " at 0x%" PRIx64, region->phys_addr);
    }
}

static const struct map *machine_maps(const struct domain *domain)
{
    return domain->machine == NULL ? NULL : domain->machine->maps;
}

/* By index of the region: how many maps it has, devices' included; guests' count twice, so that
   they are in no list of what a domain alone has. */
static uint32_t *count_maps(struct arena *arena, const struct system *system)
{
    uint32_t *counts = arena_allocate(arena, (system->region_count + 1) * sizeof(*counts));

    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        for (const struct map *map = domain->maps; map != NULL; map = map->next) {
            counts[map->region->index] += 1;
        }
        for (const struct map *map = machine_maps(domain); map != NULL; map = map->next) {
            counts[map->region->index] += 2;
        }
    }
    for (const struct io_space *space = system->io_spaces; space != NULL; space = space->next) {
        for (const struct io_map *map = space->maps; map != NULL; map = map->next) {
            counts[map->region->index] += 1;
        }
    }
    return counts;
}

/* Sets the count of those regions to 0 that get no node of their own, and lists them in one. */
static void write_own_regions(struct buffer *text, const struct domain *domain, uint32_t *counts)
{
    size_t own = 0;

    for (const struct map *map = domain->maps; map != NULL; map = map->next) {
        own += counts[map->region->index] == 1 ? 1 : 0;
    }
    if (own < MANY_REGIONS) {
        return;
    }
    buffer_format(text, "    ");
    put_id(text, "regions of", domain->name);
    buffer_format(text, " [label=\"only ");
    put_name(text, domain->name, true);
    buffer_format(text, " has\\l");
    for (const struct map *map = domain->maps; map != NULL; map = map->next) {
        if (counts[map->region->index] == 1) {
            counts[map->region->index] = 0;
            put_rights(text, map);
            buffer_format(text, "  ");
            put_region(text, map->region, ", ");
            buffer_format(text, "\\l");
        }
    }
    buffer_format(text, "\"]\n    ");
    put_id(text, "pd", domain->name);
    buffer_format(text, " -> ");
    put_id(text, "regions of", domain->name);
    buffer_format(text, " [arrowhead=none]\n");
}

/* Who has a map: a domain or a guest. */
struct holder {
    const char *kind;
    const char *name;
};

static void put_map_end(struct buffer *text, struct holder holder, const struct map *map,
                        bool is_holder)
{
    if (is_holder) {
        put_id(text, holder.kind, holder.name);
    } else {
        put_id(text, "region", map->region->name);
    }
}

/* Arrows as the data can go; to the right, what is written. */
static void write_map(struct buffer *text, struct holder holder, const struct map *map,
                      unsigned number)
{
    bool writes = map->read && map->write;

    buffer_format(text, "    \"map %u\" [label=\"", number);
    put_rights(text, map);
    buffer_format(text, "\", fontcolor=\"#27698f\"]\n    ");
    put_map_end(text, holder, map, writes);
    buffer_format(text, " -> \"map %u\" [color=\"#27698f\", arrowhead=none%s]\n", number,
                  writes ? ", dir=both" : "");
    buffer_format(text, "    \"map %u\" -> ", number);
    put_map_end(text, holder, map, !writes);
    buffer_format(text, " [color=\"#27698f\"]\n");
}

static void write_regions(struct buffer *text, const struct system *system, uint32_t *counts)
{
    buffer_format(text, "\n    // Memory regions.\n%s", region_style);
    for (const struct region *region = system->regions; region != NULL; region = region->next) {
        if (counts[region->index] == 0) {
            counts[region->index] = 2; /* nobody's is not one's own */
        }
    }
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        write_own_regions(text, domain, counts);
    }
    for (const struct region *region = system->regions; region != NULL; region = region->next) {
        if (counts[region->index] != 0) {
            buffer_format(text, "    ");
            put_id(text, "region", region->name);
            buffer_format(text, " [label=\"");
            put_region(text, region, "\\n");
            buffer_format(text, "\"]\n");
        }
    }
}

static void write_maps(struct buffer *text, const struct system *system, const uint32_t *counts)
{
    unsigned number = 1;

    buffer_format(text, "\n    // Who has which of them, and with which rights.\n");
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        for (const struct map *map = domain->maps; map != NULL; map = map->next) {
            if (counts[map->region->index] != 0) {
                write_map(text, (struct holder){"pd", domain->name}, map, number++);
            }
        }
        for (const struct map *map = machine_maps(domain); map != NULL; map = map->next) {
            write_map(text, (struct holder){"guest", domain->machine->name}, map, number++);
        }
    }
}

/* ---- what else a domain may have ---- */

static void write_irqs(struct buffer *text, const struct system *system)
{
    buffer_format(text, "\n    // Interrupts.\n%s", irq_style);
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        for (const struct irq *irq = domain->irqs; irq != NULL; irq = irq->next) {
            buffer_format(text, "    \"irq %" PRIu64 "\" [label=\"interrupt %" PRIu64 "\\n%s\"]\n",
                          irq->number, irq->number, irq->edge ? "edge" : "level");
        }
    }
}

static void write_irq_lines(struct buffer *text, const struct domain *domain)
{
    for (const struct irq *irq = domain->irqs; irq != NULL; irq = irq->next) {
        buffer_format(text,
                      "    \"id of irq %" PRIu64 "\" [label=\"%" PRIu64 "\", fontsize=9]\n"
                      "    \"irq %" PRIu64 "\" -> \"id of irq %" PRIu64
                      "\" [color=\"#8a6d1f\", arrowhead=none]\n"
                      "    \"id of irq %" PRIu64 "\" -> ",
                      irq->number, irq->id, irq->number, irq->number, irq->number);
        put_id(text, "pd", domain->name);
        buffer_format(text, " [color=\"#8a6d1f\"]\n");
    }
}

static void write_user_caps(struct buffer *text, const struct domain *domain, unsigned *number)
{
    static const char *const kinds[] = {
        [USER_CAP_TCB] = "thread",
        [USER_CAP_SCHED_CONTEXT] = "time",
        [USER_CAP_VSPACE] = "address space",
    };

    for (const struct user_cap *cap = domain->user_caps; cap != NULL; cap = cap->next) {
        *number += 1;
        buffer_format(text, "    \"cap %u\" [label=\"%s, slot %" PRIu64 "\"]\n    ", *number,
                      kinds[cap->kind], cap->slot);
        put_id(text, "pd", domain->name);
        buffer_format(text, " -> \"cap %u\" [style=dashed, arrowhead=none]\n", *number);
        buffer_format(text, "    \"cap %u\" -> ", *number);
        put_id(text, "pd", cap->owner->name);
        buffer_format(text, " [style=dashed]\n");
    }
}

static void write_devices(struct buffer *text, const struct system *system)
{
    if (system->io_spaces != NULL) {
        buffer_format(text, "\n    // Devices behind the IOMMU.\n%s", device_style);
    }
    for (const struct io_space *space = system->io_spaces; space != NULL; space = space->next) {
        buffer_format(text, "    ");
        put_id(text, "device", space->name);
        buffer_format(text, " [label=\"device ");
        put_name(text, space->name, true);
        buffer_format(text, "\\nstream %" PRIu64 "\"]\n", space->stream);
    }
}

/* As with maps, arrows as the data can go. */
static void write_io_map(struct buffer *text, const struct io_space *space,
                         const struct io_map *map, unsigned number)
{
    buffer_format(text, "    \"dma %u\" [label=\"%s\", fontcolor=\"#8a6d1f\"]\n    ", number,
                  map->write ? "rw" : "r");
    put_id(text, "region", map->region->name);
    buffer_format(text, " -> \"dma %u\" [color=\"#8a6d1f\", arrowhead=none%s]\n", number,
                  map->write ? ", dir=both" : "");
    buffer_format(text, "    \"dma %u\" -> ", number);
    put_id(text, "device", space->name);
    buffer_format(text, " [color=\"#8a6d1f\"]\n");
}

static void write_io_maps(struct buffer *text, const struct system *system)
{
    unsigned number = 1;

    if (system->io_spaces != NULL) {
        buffer_format(text, "\n    // What those reach.\n");
    }
    for (const struct io_space *space = system->io_spaces; space != NULL; space = space->next) {
        for (const struct io_map *map = space->maps; map != NULL; map = map->next) {
            write_io_map(text, space, map, number++);
        }
    }
}

void diagram_write(struct arena *arena, struct buffer *text, const struct system *system)
{
    uint32_t *counts = count_maps(arena, system);
    unsigned caps = 0;

    buffer_format(text, "%s\n    // Protection domains.\n", prologue);
    write_family(text, system, NULL, 0);
    write_regions(text, system, counts);
    write_irqs(text, system);
    write_devices(text, system);
    write_channels(text, system);
    write_maps(text, system, counts);
    buffer_format(text, "\n    // Whose interrupts; capabilities to what others are made of.\n");
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        write_irq_lines(text, domain);
        write_user_caps(text, domain, &caps);
    }
    write_io_maps(text, system);
    buffer_format(text, "}\n");
}
