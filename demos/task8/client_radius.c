/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8, the client: what the code in the VMM could reach, compared with what the system
 * description grants the VMM.  The two must be equal: more would be a hole, less a part of the
 * attack that did not run.
 */
#include "client_radius.h"

#include "../common/judge.h"
#include "../common/life.h"
#include "../common/print.h"
#include "../common/slots.h"

/* Type numbers of capabilities (the debug kernel's). */
enum {
    TYPE_ENDPOINT = 4, TYPE_NOTIFICATION = 6, TYPE_REPLY = 8, TYPE_VSPACE = 9, TYPE_THREAD = 12,
    TYPE_VCPU = 15, TYPE_IRQ = 16
};

enum { READ_WRITE = RIGHT_READ | RIGHT_WRITE, ANY_COUNT = 0 };

struct grant {
    const char *what;
    seL4_Word first, last; /* it begins at one of these addresses */
    seL4_Word count;       /* of units; ANY_COUNT: as many as its contents need */
    seL4_Word rights;
};

/* Where the parts of the program begin is up to the linker. */
static const struct grant memory[] = {
    {"its program", VMM_PROGRAM, VMM_PROGRAM, ANY_COUNT, RIGHT_READ | RIGHT_RUN},
    {"its data", 0x201000, 0x2ff000, ANY_COUNT, READ_WRITE},
    {"outbox: to its parent", LIFE_OUTBOX, LIFE_OUTBOX, VMM_LIFE_BYTES / PAGE_BYTES, READ_WRITE},
    {"pristine: its parent's copy", LIFE_PRISTINE, LIFE_PRISTINE, VMM_LIFE_BYTES / PAGE_BYTES,
     RIGHT_READ},
    {"the line to its client", LINK_PAGE, LINK_PAGE, 1, READ_WRITE},
    {"its notes", NOTES_PAGE, NOTES_PAGE, 1, READ_WRITE},
    {"sectors of the disk", SECTORS_PAGE, SECTORS_PAGE, 1, READ_WRITE},
    {"the guest's kernel", GUEST_FILES, GUEST_FILES, ANY_COUNT, RIGHT_READ},
    {"the guest's device tree", 0x18000000, 0x18000000, 1,
     RIGHT_READ | RIGHT_RUN_UNKNOWN},
    {"the guest's first files", 0x20000000, 0x20000000, ANY_COUNT, RIGHT_READ},
    {"the guest's memory: the hole", 0x40000000, 0x40000000, 64, READ_WRITE | RIGHT_RUN},
    {"its messages", 0xffffffd000, 0xffffffd000, 1, READ_WRITE},
    {"its stack", 0xfffffff000, 0xfffffff000, 1, READ_WRITE},
};

struct grant_cap {
    const char *what;
    seL4_Word slot;
    seL4_Word type;
    seL4_Bool receives;
};

static const struct grant_cap caps[] = {
    {"its input: receive", SLOT_INPUT, TYPE_ENDPOINT, seL4_True},
    {"its own address space", SLOT_VSPACE, TYPE_VSPACE, seL4_False},
    {"reply to who called it", SLOT_REPLY, TYPE_REPLY, seL4_False},
    {"the console: call", BASE_ENDPOINT_CAP + VMM_CONSOLE, TYPE_ENDPOINT, seL4_False},
    {"its parent: call", BASE_ENDPOINT_CAP + LIFE_CHANNEL, TYPE_ENDPOINT, seL4_False},
    {"the disk: call", BASE_ENDPOINT_CAP + VMM_DISK, TYPE_ENDPOINT, seL4_False},
    {"the timer's interrupt", BASE_IRQ_CAP + VMM_TIMER, TYPE_IRQ, seL4_False},
    {"the guest's thread", BASE_VM_TCB_CAP, TYPE_THREAD, seL4_False},
    {"the guest's processor", BASE_VCPU_CAP, TYPE_VCPU, seL4_False},
};

enum {
    GRANTS = sizeof(memory) / sizeof(memory[0]),
    GRANTED_CAPS = sizeof(caps) / sizeof(caps[0])
};

/* ---- Memory ---- */

static seL4_Bool range_is(const volatile struct range *range, const struct grant *grant)
{
    return range->start >= grant->first && range->start <= grant->last &&
           (grant->count == ANY_COUNT || range->count == grant->count) &&
           range->rights == grant->rights;
}

/* With its address, if that is anywhere in the system description. */
static void print_range(const volatile struct range *range, const struct grant *grant)
{
    microkit_dbg_puts("  ");
    microkit_dbg_puts((range->rights & RIGHT_READ) != 0 ? "r" : "-");
    microkit_dbg_puts((range->rights & RIGHT_WRITE) != 0 ? "w" : "-");
    microkit_dbg_puts((range->rights & RIGHT_RUN) != 0           ? "x"
                      : (range->rights & RIGHT_RUN_UNKNOWN) != 0 ? "?"
                                                                 : "-");
    microkit_dbg_puts("  ");
    microkit_dbg_puts(grant->what);
    if (grant->first == grant->last) {
        microkit_dbg_puts(", at ");
        print_hex(range->start);
    }
    microkit_dbg_puts("\n");
}

static seL4_Bool compare_memory(const volatile struct findings *found)
{
    static const struct grant none = {"NOT GRANTED", 0, 0, 0, 0};
    unsigned matches[GRANTS] = {0};
    seL4_Bool equal = seL4_True;

    for (seL4_Word i = 0; i < found->range_count && i < MAX_RANGES; i++) {
        const volatile struct range *range = &found->ranges[i];
        unsigned g = 0;

        while (g < GRANTS && !range_is(range, &memory[g])) {
            g++;
        }
        print_range(range, g < GRANTS ? &memory[g] : &none);
        if (g < GRANTS) {
            matches[g]++;
        } else {
            equal = seL4_False;
        }
    }
    for (unsigned g = 0; g < GRANTS; g++) {
        equal = equal && matches[g] == 1;
    }
    return equal;
}

/* ---- Capabilities ---- */

static seL4_Bool cap_is(const volatile struct cap_found *f, const struct grant_cap *cap)
{
    return f->slot == cap->slot && f->type == cap->type && f->answer == 1 &&
           f->receive == (cap->receives ? 1u : 0u);
}

static void print_cap(const volatile struct cap_found *f, const char *what)
{
    microkit_dbg_puts("  slot ");
    microkit_dbg_put32((seL4_Uint32)f->slot);
    microkit_dbg_puts("  ");
    microkit_dbg_puts(what);
    microkit_dbg_puts("\n");
}

static seL4_Bool compare_caps(const volatile struct findings *found)
{
    unsigned matches = 0;

    for (seL4_Word i = 0; i < found->cap_count && i < MAX_CAPS; i++) {
        unsigned c = 0;

        while (c < GRANTED_CAPS && !cap_is(&found->caps[i], &caps[c])) {
            c++;
        }
        print_cap(&found->caps[i], c < GRANTED_CAPS ? caps[c].what : "NOT GRANTED");
        matches += c < GRANTED_CAPS;
    }
    return matches == GRANTED_CAPS && found->cap_count == GRANTED_CAPS;
}

static void put_heading(const char *what, const char *unit, seL4_Word tried)
{
    microkit_dbg_puts(what);
    microkit_dbg_put32((seL4_Uint32)tried);
    microkit_dbg_puts(unit);
}

void judge_radius(const volatile struct findings *found)
{
    seL4_Bool equal;

    put_heading("Memory: of ", " places, those that it may use\n", PLACES);
    equal = compare_memory(found);
    check(found->place == PLACES && equal,
          "memory: what the description grants the VMM, no more, no less");
    put_heading("Capabilities: of ", " slots, those that have one\n", SLOTS + SLOTS_BEYOND);
    equal = compare_caps(found);
    check(found->slots_beyond == SLOTS_BEYOND && equal,
          "capabilities: what it grants, no more, no less");
}
