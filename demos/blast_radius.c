/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 5: what the injected code could reach, compared with what
 * system_buffer_overflow.xml grants to vulnerable_pd.  The two must be equal:
 * more would be a hole, less a part of the attack that did not run.
 */
#include "ledger.h"
#include "ledger_client.h"
#include "life.h"
#include "print.h"

/* Type numbers of capabilities (the debug kernel's). */
enum { TYPE_ENDPOINT = 4, TYPE_NOTIFICATION = 6, TYPE_REPLY = 8, TYPE_VSPACE = 9 };

enum { READ_WRITE = RIGHT_READ | RIGHT_WRITE, ANY_PAGES = 0 };

struct grant {
    const char *what;
    seL4_Word first, last; /* it begins at one of these addresses */
    seL4_Word pages;       /* ANY_PAGES: as many as the linker made of it */
    seL4_Word rights;
};

/* In the order of addresses.  Where the parts of the program begin is up to the linker, where
   stack and messages are to the tool and the kernel. */
static const struct grant memory[] = {
    {"its program", 0x200000, 0x200000, ANY_PAGES, RIGHT_READ | RIGHT_RUN},
    {"its data", 0x201000, 0x2ff000, ANY_PAGES, READ_WRITE},
    {"outbox: to its parent", LIFE_OUTBOX, LIFE_OUTBOX, LIFE_BYTES / PAGE_BYTES, READ_WRITE},
    {"pristine: its parent's copy", LIFE_PRISTINE, LIFE_PRISTINE, LIFE_BYTES / PAGE_BYTES,
     RIGHT_READ},
    {"the attacker's post", POST_ATTACKER, POST_ATTACKER, POST_ATTACKER_BYTES / PAGE_BYTES,
     RIGHT_READ},
    {"the client's post", POST_CLIENT, POST_CLIENT, POST_CLIENT_BYTES / PAGE_BYTES, RIGHT_READ},
    {"scratch: the hole", SCRATCH, SCRATCH, SCRATCH_BYTES / PAGE_BYTES, READ_WRITE | RIGHT_RUN},
    {"the accounts", LEDGER, LEDGER, LEDGER_BYTES / PAGE_BYTES, READ_WRITE},
    {"its stack", 0xffffff0000, 0x7fffffffe000, 1, READ_WRITE},
    {"its messages", 0xfffffff000, 0x7ffffffff000, 1, READ_WRITE},
};

struct grant_cap {
    const char *what;
    seL4_Word slot;
    seL4_Word type;
    seL4_Bool silent; /* no call of it tells whether it is there */
};

static const struct grant_cap caps[] = {
    {"its input: receive", 1, TYPE_ENDPOINT, seL4_False},
    {"its parent: faults", 2, TYPE_ENDPOINT, seL4_True},
    {"its own address space", 3, TYPE_VSPACE, seL4_False},
    {"reply to who called it", 4, TYPE_REPLY, seL4_False},
    {"the monitor: send", 5, TYPE_ENDPOINT, seL4_True},
    {"safe_server: signal", BASE_OUTPUT_NOTIFICATION_CAP + VULNERABLE_CHANNEL_SAFE,
     TYPE_NOTIFICATION, seL4_False},
    {"its parent: call", BASE_ENDPOINT_CAP + LIFE_CHANNEL, TYPE_ENDPOINT, seL4_False},
    {"safe_server: call", BASE_ENDPOINT_CAP + VULNERABLE_CHANNEL_SAFE, TYPE_ENDPOINT,
     seL4_False},
};

enum {
    GRANTS = sizeof(memory) / sizeof(memory[0]),
    GRANTED_CAPS = sizeof(caps) / sizeof(caps[0])
};

/* `width` columns: numbers to the right of them, words to the left. */
static void put_spaces(seL4_Word count)
{
    for (; count > 0; count--) {
        microkit_dbg_puts(" ");
    }
}

static void put_padded(const char *text, seL4_Word width)
{
    seL4_Word length = 0;

    while (text[length] != '\0') {
        length++;
    }
    microkit_dbg_puts(text);
    put_spaces(length < width ? width - length : 0);
}

static void put_number(seL4_Word number, seL4_Word width)
{
    seL4_Word digits = 1;

    for (seL4_Word rest = number; rest > 9; rest /= 10) {
        digits++;
    }
    put_spaces(digits < width ? width - digits : 0);
    microkit_dbg_put32((seL4_Uint32)number);
}

static seL4_Bool range_is(const volatile struct range *range, const struct grant *grant)
{
    return range->start >= grant->first && range->start <= grant->last &&
           (grant->pages == ANY_PAGES || range->pages == grant->pages) &&
           range->rights == grant->rights;
}

static void print_range(const volatile struct range *range, const struct grant *grant)
{
    microkit_dbg_puts("  ");
    put_padded(grant->what, 30);
    put_number(range->pages, 3);
    microkit_dbg_puts(range->pages == 1 ? " page   " : " pages  ");
    microkit_dbg_puts((range->rights & RIGHT_READ) != 0 ? "r" : "-");
    microkit_dbg_puts((range->rights & RIGHT_WRITE) != 0 ? "w" : "-");
    microkit_dbg_puts((range->rights & RIGHT_RUN) != 0          ? "x"
                      : (range->rights & RIGHT_RUN_UNKNOWN) != 0 ? "?"
                                                                 : "-");
    microkit_dbg_puts("  ");
    print_hex(range->start);
    microkit_dbg_puts("\n");
}

/* The ranges found, each with its grant.  Both are in the order of addresses and no grant counts
   twice, so if there are as many of the ones as of the others, they are the same. */
static seL4_Bool compare_memory(const volatile struct findings *found)
{
    static const struct grant none = {"NOT GRANTED", 0, 0, 0, 0};
    seL4_Bool equal = found->range_count == GRANTS;
    unsigned next = 0;

    for (seL4_Word i = 0; i < found->range_count && i < MAX_RANGES; i++) {
        unsigned g = next;

        while (g < GRANTS && !range_is(&found->ranges[i], &memory[g])) {
            g++;
        }
        print_range(&found->ranges[i], g < GRANTS ? &memory[g] : &none);
        equal = equal && g < GRANTS;
        next = g < GRANTS ? g + 1 : next;
    }
    return equal;
}

static const volatile struct cap_found *find_cap(const volatile struct findings *found,
                                                 seL4_Word slot)
{
    for (seL4_Word i = 0; i < found->cap_count && i < MAX_CAPS; i++) {
        if (found->caps[i].slot == slot) {
            return &found->caps[i];
        }
    }
    return seL4_Null;
}

/* Whether `cap` was found as it was granted.  Without a debug kernel, the types are not known. */
static seL4_Bool cap_is_found(const volatile struct findings *found, const struct grant_cap *cap)
{
    const volatile struct cap_found *f = find_cap(found, cap->slot);

    if (f == seL4_Null) {
        return cap->silent && found->caps[0].type == TYPE_UNKNOWN;
    }
    return (f->type == cap->type || f->type == TYPE_UNKNOWN) &&
           f->answer == (seL4_Word)(cap->silent ? 0 : 1);
}

static seL4_Bool compare_caps(const volatile struct findings *found)
{
    seL4_Bool equal = found->cap_count <= GRANTED_CAPS;

    for (seL4_Word i = 0; i < GRANTED_CAPS; i++) {
        seL4_Bool same = cap_is_found(found, &caps[i]);

        microkit_dbg_puts(same ? "  " : "  NOT FOUND: ");
        put_padded(caps[i].what, 30);
        microkit_dbg_puts("slot");
        put_number(caps[i].slot, 4);
        microkit_dbg_puts("\n");
        equal = equal && same;
    }
    for (seL4_Word i = 0; i < found->cap_count && i < MAX_CAPS; i++) {
        seL4_Bool granted =
            found->caps[i].slot == SLOT_OWN_THREAD && found->caps[i].type == TYPE_UNKNOWN;

        for (seL4_Word j = 0; j < GRANTED_CAPS; j++) {
            granted = granted || caps[j].slot == found->caps[i].slot;
        }
        if (!granted) {
            microkit_dbg_puts("  NOT GRANTED: slot");
            put_number(found->caps[i].slot, 4);
            microkit_dbg_puts("\n");
            equal = seL4_False;
        }
    }
    return equal;
}

static seL4_Word pages_found(const volatile struct findings *found)
{
    seL4_Word pages = 0;

    for (seL4_Word i = 0; i < found->range_count && i < MAX_RANGES; i++) {
        pages += found->ranges[i].pages;
    }
    return pages;
}

static void put_heading(const char *what, seL4_Word found, const char *unit, seL4_Word tried)
{
    microkit_dbg_puts(what);
    microkit_dbg_put32((seL4_Uint32)found);
    microkit_dbg_puts(" of ");
    microkit_dbg_put32((seL4_Uint32)tried);
    microkit_dbg_puts(unit);
}

void judge_blast_radius(const volatile struct findings *found)
{
    seL4_Bool equal;

    put_heading("Memory: ", pages_found(found), " pages tried\n", PAGES_TRIED);
    equal = compare_memory(found);
    check(found->page == PAGES_TRIED && equal,
          "memory: what the system description grants, no more, no less");
    put_heading("Capabilities: ", found->cap_count, " slots tried\n", SLOTS + SLOTS_BEYOND);
    equal = compare_caps(found);
    check(found->slots_beyond == SLOTS_BEYOND && equal,
          "capabilities: what it grants, no more, no less");
}
