/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system that a description describes, as read and checked.
 *
 *   system ─┬─ schedule: slices of scheduling domains
 *           ├─ regions ──────────────┐
 *           ├─ io spaces ── io maps ─┤ a region each
 *           ├─ domains ─┬─ maps ─────┤
 *           │           ├─ setvars ──┘
 *           │           ├─ constants
 *           │           ├─ irqs
 *           │           ├─ machine ─┬─ vcpus
 *           │           │           └─ maps: a region each
 *           │           ├─ user capabilities: another domain's objects
 *           │           ├─ scheduling domain
 *           │           └─ parent: another domain
 *           └─ channels: two ends, a domain each
 *
 * A "domain" alone is a protection domain; a "scheduling domain" is what a
 * description calls `domain`, a set of them that share slices of time.
 *
 * All lists are in the order of the file; `element` says where a thing stands
 * in it.  A pointer that the description names wrongly is NULL, after an error.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "../../initialiser/spec/level.h"
#include "board_facts.h"
#include "limits.h"
#include "names.h"
#include "xml.h"

struct region {
    struct region *next;
    const struct xml_element *element;
    const char *name;
    uint64_t size;      /* bytes, a multiple of page_size */
    uint64_t page_size; /* bytes: 0x1000 or 0x200000 */
    bool fixed;         /* at phys_addr; else wherever memory is free */
    uint64_t phys_addr;
    bool prefilled;           /* starts with the bytes of a file, else zeroed */
    const char *prefill_path; /* where that was found, or NULL */
    struct buffer contents;   /* its bytes */
    bool iommu_tables; /* they are the tables of an IOMMU (iommu_tables.h): prefilled, too */
    uint32_t index;         /* in the list */
    uint64_t mapped_at; /* all addresses that it is mapped at, or-ed together */
    const struct map *first_map; /* in the description, or NULL */
    bool mixed;         /* it is mapped cached and uncached */
};

struct map {
    struct map *next;
    const struct xml_element *element;
    struct region *region;
    uint64_t vaddr;
    bool read;
    bool write; /* takes effect only together with `read` */
    bool execute;
    bool cached;
};

/* A variable of the program that gets a number which the description tells. */
struct constant {
    struct constant *next;
    const struct xml_element *element;
    const char *attribute; /* of the element: it names the symbol */
    const char *symbol;
    uint64_t value;
};

struct setvar {
    struct setvar *next;
    const struct xml_element *element;
    const char *symbol;
    const struct region *region; /* the variable holds its physical address */
    uint64_t vaddr;              /* of the variable; known from settings_apply on */
};

struct irq {
    struct irq *next;
    const struct xml_element *element;
    uint64_t number;
    uint64_t id;
    bool edge;
};

/* A set of protection domains that run in their own slices of time. */
struct sched_domain {
    struct sched_domain *next;
    const struct xml_element *element;
    const char *name;
    bool has_id;
    uint64_t id;
    uint64_t number; /* the kernel's; the same as id for most: sdf_schedule.c */
    bool runs;       /* it has a slice in the part of the schedule that repeats */
};

struct slice {
    struct slice *next;
    const struct xml_element *element;
    struct sched_domain *domain; /* NULL of an end marker */
    bool is_end;                 /* an end marker */
    uint64_t ticks;              /* of the kernel's timer */
};

/* If there are no scheduling domains, all run at any time. */
struct schedule {
    const struct xml_element *element; /* `domains`, or NULL */
    struct sched_domain *domains;
    uint64_t domain_count;
    struct names domain_names;
    const struct xml_element *order; /* `domain_schedule` */
    struct slice *slices;
    uint64_t slice_count;
    uint64_t first; /* index of the kernel's entry that is the first slice */
    uint64_t start; /* index of the kernel's entry where it starts and begins again */
    const struct sched_domain *monitor; /* in which the monitor runs */
};

enum user_cap_kind { USER_CAP_TCB, USER_CAP_SCHED_CONTEXT, USER_CAP_VSPACE };

/* An object of some domain's for a user slot. */
struct user_cap {
    struct user_cap *next;
    const struct xml_element *element;
    enum user_cap_kind kind;
    uint64_t slot;
    const struct domain *owner; /* of the object */
};

/* What a device may reach through an IOMMU, and where. */
struct io_map {
    struct io_map *next;
    const struct xml_element *element;
    struct region *region;
    uint64_t iovaddr; /* the address that the device uses */
    bool write;       /* else it may only read */
};

/* The address space of a device. */
struct io_space {
    struct io_space *next;
    const struct xml_element *element;
    const char *name;
    uint64_t stream; /* by which the IOMMU knows the device: its `peripheral_id` */
    uint64_t id;     /* of the address space, its `domain_id` */
    struct io_map *maps;
};

/* A processor of a virtual machine. */
struct vcpu {
    struct vcpu *next;
    const struct xml_element *element;
    uint64_t id; /* by which its domain knows it; children have others */
};

/* A virtual machine: threads that run a guest, with addresses of its own. */
struct machine {
    const struct xml_element *element;
    const char *name;
    uint64_t priority;
    bool priority_valid;
    uint64_t budget; /* of each vcpu, microseconds */
    uint64_t period;
    struct vcpu *vcpus;
    struct map *maps; /* vaddr: the guest's physical address */
};

struct channel_end;

struct domain {
    struct domain *next; /* in document order: a parent before its children */
    const struct xml_element *element;
    struct domain *parent; /* NULL at top level */
    uint32_t index;        /* in the list */
    const char *name;
    uint64_t id; /* as a child */
    uint64_t priority;
    bool priority_valid; /* it could be read */
    uint64_t budget; /* microseconds */
    uint64_t period;
    uint64_t stack_size; /* bytes */
    uint64_t stack_top;  /* address */
    const struct sched_domain *sched_domain; /* or NULL */
    bool passive;
    bool fpu; /* may use floating point and vectors */
    bool timer; /* may set the physical timer */
    bool smc;   /* may call the firmware */
    bool has_children;
    bool has_channels;
    uint64_t notify_ids; /* of channels that it may signal through, a bit each */
    uint64_t call_ids;   /* of channels that it may call through */
    bool is_called; /* some channel allows protected calls to it */
    const struct domain *callers[2]; /* who may call it: the first two, NULL if fewer */
    const struct channel_end *poor_caller; /* the first whose budget can be used up, or NULL */
    const struct xml_element *image; /* its program_image */
    const char *image_path;
    const char *symbols_path; /* another file for the symbols, or NULL */
    struct machine *machine; /* its virtual machine, or NULL */
    const struct xml_element *cspace;
    struct user_cap *user_caps;
    struct map *maps;
    struct setvar *setvars;
    struct constant *constants;
    struct constant **constants_end; /* where the next one is linked */
    struct irq *irqs;
    /* Who uses an id: an `end` or `irq` element, a child or a vcpu. */
    const struct xml_element *channel_users[MICROKIT_MAX_CHANNELS];
    const struct xml_element *child_users[MICROKIT_MAX_CHANNELS];
    struct names variables; /* symbols that are set, to the attribute that does */
};

struct channel_end {
    const struct xml_element *element;
    struct domain *domain;
    uint64_t id;
    bool pp;     /* may call the other end */
    bool notify; /* may signal the other end */
};

struct channel {
    struct channel *next;
    const struct xml_element *element;
    struct channel_end ends[2];
};

struct system {
    const struct board_facts *board;
    const struct spec_level *level; /* of its kernel */
    struct schedule schedule;
    struct domain *domains;
    struct domain **domains_end; /* where the next one is linked */
    uint32_t domain_count;
    struct region *regions;
    uint32_t region_count;
    uint64_t prefilled_bytes; /* of all regions that are filled with files */
    struct channel *channels;
    struct io_space *io_spaces;
    struct region *iommu_tables; /* the region that their tables are in, or NULL */
    struct buffer iommu_links;   /* of struct iommu_link: the addresses in them */
    struct names domain_names;
    struct names machine_names;
    struct names region_names;
    struct names io_space_names;
};
