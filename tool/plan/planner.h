/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files that build the plan share; the rest of the tool sees plan.h.
 */
#pragma once

#include "plan.h"

/* Object indices of one domain. */
struct domain_objects {
    uint32_t tcb;
    uint32_t cnode;
    uint32_t vspace;
    uint32_t sched_context;
    uint32_t reply;
    uint32_t notification;
    uint32_t endpoint; /* SPEC_NONE if nobody calls it, and it has neither children nor guest */
    uint32_t ipc_frame;
};

/* Those of a virtual machine, and of each of its vcpus in order. */
struct vcpu_objects {
    uint32_t tcb;
    uint32_t sched_context;
    uint32_t vcpu;
};

struct machine_objects {
    uint32_t vspace;
    uint32_t cnode; /* empty: a guest has no capability */
    struct vcpu_objects *vcpus;
};

struct planner {
    struct arena *arena;
    struct plan *plan;
    const struct system *system;
    const struct xml_element *element; /* that describes what is being added */
    struct program *const *programs;
    struct domain_objects *domains;   /* by domain index */
    struct machine_objects *machines; /* by index of their domain */
    uint32_t smc; /* the right to call the firmware, SPEC_NONE: nobody has it */
};

/* Adds a string once, and returns its offset. */
uint32_t planner_string(const struct planner *planner, const char *text);

/* Adds an object, named "OWNER: what" or just `what` without an owner (NULL),
   and returns its index.  The caller sets all fields but the name. */
uint32_t planner_object(const struct planner *planner, const char *owner, const char *what,
                        struct spec_object object);

/* log2 of the slots of the domain's CNode. */
uint32_t planner_cnode_bits(const struct domain *domain);

/* Memory: a frames object for a region (plan->regions)... */
void planner_add_region(const struct planner *planner, const struct region *region);

/* ...the addresses in the IOMMU's tables, after all regions... */
void planner_add_iommu_tables(const struct planner *planner);

/* ...and the pages of a domain: program, stack, IPC buffer, mapped regions. */
void planner_add_memory(const struct planner *planner, const struct domain *domain);

/* Where `map` is in an address space. */
void planner_add_map(const struct planner *planner, uint32_t vspace, const struct map *map);

/* A virtual machine: its objects and mappings, and what its domain has of it... */
void planner_add_machine(const struct planner *planner, const struct domain *domain);

/* ...and its threads, after those of all domains. */
void planner_add_guests(const struct planner *planner, const struct domain *domain);

/* What its domain may do with a vcpu. */
void planner_add_vcpu_caps(const struct planner *planner, const struct domain *domain,
                           const struct vcpu *vcpu, const struct vcpu_objects *own);

/* The capabilities of a domain, but for those of its channels. */
void planner_add_domain_caps(const struct planner *planner, const struct domain *domain);
void planner_add_channel_caps(const struct planner *planner, const struct channel *channel);

/* Where the domain's faults go: the monitor, or its parent. */
void planner_fault_target(const struct planner *planner, const struct domain *domain,
                          uint32_t *endpoint, uint64_t *badge);

/* The entries of the kernel's schedule. */
void planner_add_schedule(const struct planner *planner);

/* The thread of a domain, with its program's symbols. */
void planner_add_thread(const struct planner *planner, const struct domain *domain);
