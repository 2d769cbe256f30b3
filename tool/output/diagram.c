/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing of the drawing, in DOT (Graphviz, "DOT Language" and "Node, Edge and
 * Graph Attributes").  Each statement is a line; a node's identifier says what it
 * is, as in "pd client", "region log", "irq 33".
 *
 *   protection domains   boxes; children in a dashed frame
 *   channels             an edge each; it leads to who may be called
 *   regions              an edge for each map, with its rights.  Those that only
 *                        one domain maps are listed in one node if they are many
 *   interrupts           ovals
 *   cspace               dashed edges
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
    "    graph [rankdir=LR, bgcolor=\"#fffefb\", pad=0.25, nodesep=0.22, ranksep=0.75,\n"
    "           fontname=\"Helvetica\", fontsize=12, fontcolor=\"#55606e\", color=\"#9fabb8\",\n"
    "           style=\"rounded,dashed\"]\n"
    "    node [shape=box, style=\"filled,rounded\", fontname=\"Helvetica\", fontsize=13,\n"
    "          height=0.42, fontcolor=\"#1b2430\", color=\"#1b2430\", fillcolor=\"#ffffff\"]\n"
    "    edge [fontname=\"Helvetica\", fontsize=11, fontcolor=\"#55606e\", color=\"#9fabb8\",\n"
    "          arrowsize=0.7, labelfontsize=9, labeldistance=1.3]\n";

static const char region_style[] =
    "    node [shape=note, style=filled, fontsize=12, color=\"#27698f\", fillcolor=\"#bcd9ec\"]\n";

static const char irq_style[] =
    "    node [shape=oval, style=filled, fontsize=12, color=\"#8a6d1f\", fillcolor=\"#f3e3b3\"]\n";

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

static void write_channel(struct buffer *text, const struct channel *channel)
{
    const struct channel_end *ends = channel->ends;
    size_t first = ends[1].pp || (!ends[0].pp && !ends[0].notify) ? 1 : 0;
    const struct channel_end *from = &ends[first];
    const struct channel_end *to = &ends[1 - first];

    buffer_format(text, "    ");
    put_id(text, "pd", from->domain->name);
    buffer_format(text, " -> ");
    put_id(text, "pd", to->domain->name);
    buffer_format(text, " [label=\"%s\", taillabel=\"%" PRIu64 "\", headlabel=\"%" PRIu64
                        "\", dir=both, arrowhead=%s, arrowtail=%s]\n",
                  channel_label(from, to), from->id, to->id, head_for(from), head_for(to));
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

/* By index of the region: how many maps it has. */
static uint32_t *count_maps(struct arena *arena, const struct system *system)
{
    uint32_t *counts = arena_allocate(arena, (system->region_count + 1) * sizeof(*counts));

    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        for (const struct map *map = domain->maps; map != NULL; map = map->next) {
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

/* Arrows as the data can go; to the right, what is written. */
static void write_map(struct buffer *text, const struct domain *domain, const struct map *map)
{
    bool writes = map->read && map->write;

    buffer_format(text, "    ");
    if (writes) {
        put_id(text, "pd", domain->name);
        buffer_format(text, " -> ");
        put_id(text, "region", map->region->name);
    } else {
        put_id(text, "region", map->region->name);
        buffer_format(text, " -> ");
        put_id(text, "pd", domain->name);
    }
    buffer_format(text, " [label=\"");
    put_rights(text, map);
    buffer_format(text, "\", color=\"#27698f\", fontcolor=\"#27698f\"%s]\n",
                  writes ? ", dir=both" : "");
}

static void write_memory(struct arena *arena, struct buffer *text, const struct system *system)
{
    uint32_t *counts = count_maps(arena, system);

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
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        for (const struct map *map = domain->maps; map != NULL; map = map->next) {
            if (counts[map->region->index] != 0) {
                write_map(text, domain, map);
            }
        }
    }
}

/* ---- what else a domain may have ---- */

static void write_irqs(struct buffer *text, const struct domain *domain)
{
    for (const struct irq *irq = domain->irqs; irq != NULL; irq = irq->next) {
        buffer_format(text, "    \"irq %" PRIu64 "\" [label=\"interrupt %" PRIu64 "\\n%s\"]\n",
                      irq->number, irq->number, irq->edge ? "edge" : "level");
        buffer_format(text, "    \"irq %" PRIu64 "\" -> ", irq->number);
        put_id(text, "pd", domain->name);
        buffer_format(text, " [headlabel=\"%" PRIu64 " \", color=\"#8a6d1f\"]\n", irq->id);
    }
}

static void write_user_caps(struct buffer *text, const struct domain *domain)
{
    static const char *const kinds[] = {
        [USER_CAP_TCB] = "thread",
        [USER_CAP_SCHED_CONTEXT] = "time",
        [USER_CAP_VSPACE] = "address space",
    };

    for (const struct user_cap *cap = domain->user_caps; cap != NULL; cap = cap->next) {
        buffer_format(text, "    ");
        put_id(text, "pd", domain->name);
        buffer_format(text, " -> ");
        put_id(text, "pd", cap->owner->name);
        buffer_format(text, " [label=\"%s, slot %" PRIu64 "\", style=dashed]\n", kinds[cap->kind],
                      cap->slot);
    }
}

void diagram_write(struct arena *arena, struct buffer *text, const struct system *system)
{
    buffer_format(text, "%s\n    // Protection domains.\n", prologue);
    write_family(text, system, NULL, 0);
    buffer_format(text, "\n    // Channels, with their id at each end.\n");
    for (const struct channel *channel = system->channels; channel != NULL;
         channel = channel->next) {
        write_channel(text, channel);
    }
    write_memory(arena, text, system);
    buffer_format(text, "\n    // Interrupts, and capabilities to what others are made of.\n%s",
                  irq_style);
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        write_irqs(text, domain);
        write_user_caps(text, domain);
    }
    buffer_format(text, "}\n");
}
