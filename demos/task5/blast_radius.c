/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 5: what the injected code could reach, compared with what
 * system_buffer_overflow.xml grants to vulnerable_pd.  The two must be equal:
 * more would be a hole, less a part of the attack that did not run.
 */
#include "blast_radius.h"

#include "../common/distribution.h"
#include "../common/judge.h"
#include "../common/life.h"
#include "../common/print.h"
#include "../common/slots.h"
#include "ledger.h"
#include "verdict.h"

/* Type numbers of capabilities (the debug kernel's). */
enum { TYPE_ENDPOINT = 4, TYPE_NOTIFICATION = 6, TYPE_REPLY = 8, TYPE_VSPACE = 9 };

enum { READ_WRITE = RIGHT_READ | RIGHT_WRITE, ANY_PAGES = 0 };

/* Where the tool has put it: vulnerable_pd knows, and told its parent in its first life. */
enum place { PLACE_FIXED, PLACE_STACK, PLACE_MESSAGES };

struct grant {
    const char *what;
    seL4_Word first, last; /* it begins at one of these addresses */
    seL4_Word pages;       /* ANY_PAGES: as many as the linker made of it */
    seL4_Word rights;
    enum place place; /* PLACE_FIXED, or instead of the addresses */
};

/* Where the parts of the program begin is up to the linker. */
static const struct grant memory[] = {
    {"its program", 0x200000, 0x200000, ANY_PAGES, RIGHT_READ | RIGHT_RUN, PLACE_FIXED},
    {"its data", 0x201000, 0x2ff000, ANY_PAGES, READ_WRITE, PLACE_FIXED},
    {"its messages", 0, 0, 1, READ_WRITE, PLACE_MESSAGES},
    {"outbox: to its parent", LIFE_OUTBOX, LIFE_OUTBOX, LIFE_BYTES / PAGE_BYTES, READ_WRITE,
     PLACE_FIXED},
    {"pristine: its parent's copy", LIFE_PRISTINE, LIFE_PRISTINE, LIFE_BYTES / PAGE_BYTES,
     RIGHT_READ, PLACE_FIXED},
    {"the attacker's post", POST_ATTACKER, POST_ATTACKER, POST_ATTACKER_BYTES / PAGE_BYTES,
     RIGHT_READ, PLACE_FIXED},
    {"the client's post", POST_CLIENT, POST_CLIENT, POST_CLIENT_BYTES / PAGE_BYTES, RIGHT_READ,
     PLACE_FIXED},
    {"scratch: the hole", SCRATCH, SCRATCH, SCRATCH_BYTES / PAGE_BYTES, READ_WRITE | RIGHT_RUN,
     PLACE_FIXED},
    {"the accounts", LEDGER, LEDGER, LEDGER_BYTES / PAGE_BYTES, READ_WRITE, PLACE_FIXED},
    {"its stack", 0, 0, 1, READ_WRITE, PLACE_STACK},
};

struct grant_cap {
    const char *what;
    seL4_Word slot;
    seL4_Word type;
    enum rule rule;
};

static const struct grant_cap caps[] = {
    {"its input: receive", SLOT_INPUT, TYPE_ENDPOINT, RULE_INPUT},
    {"its parent: faults", SLOT_FAULTS, TYPE_ENDPOINT, RULE_FAULTS},
    {"its own address space", SLOT_VSPACE, TYPE_VSPACE, RULE_DESCRIPTION},
    {"reply to who called it", SLOT_REPLY, TYPE_REPLY, RULE_DESCRIPTION},
    {"the monitor: send", SLOT_MONITOR, TYPE_ENDPOINT, RULE_MONITOR},
    {"safe_server: signal", BASE_OUTPUT_NOTIFICATION_CAP + VULNERABLE_CHANNEL_SAFE,
     TYPE_NOTIFICATION, RULE_DESCRIPTION},
    {"its parent: call", BASE_ENDPOINT_CAP + LIFE_CHANNEL, TYPE_ENDPOINT, RULE_CALLS},
    {"safe_server: call", BASE_ENDPOINT_CAP + VULNERABLE_CHANNEL_SAFE, TYPE_ENDPOINT, RULE_CALLS},
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

static seL4_Bool range_is(const struct range *range, const struct grant *grant)
{
    seL4_Bool here = grant->place == PLACE_STACK      ? range->start == record()->stack
                     : grant->place == PLACE_MESSAGES ? range->start == record()->messages
                                                      : range->start >= grant->first &&
                                                            range->start <= grant->last;

    return here && (grant->pages == ANY_PAGES || range->pages == grant->pages) &&
           range->rights == grant->rights;
}

static void print_range(const struct range *range, const struct grant *grant)
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

/* The part of `range` from `start` on that belongs together: the messages are a page of their own,
   though it may lie next to the data. */
static struct range part_of(const volatile struct range *range, seL4_Word start)
{
    seL4_Word end = range->start + range->pages * PAGE_BYTES;
    seL4_Word messages = record()->messages;

    if (start == messages) {
        end = messages + PAGE_BYTES;
    } else if (start < messages && messages < end) {
        end = messages;
    }
    return (struct range){start, (end - start) / PAGE_BYTES, range->rights};
}

/* Prints the range with its grant, and counts that; false if it has none. */
static seL4_Bool match_range(const struct range *range, unsigned matches[GRANTS])
{
    static const struct grant none = {"NOT GRANTED", 0, 0, 0, 0, PLACE_FIXED};

    for (unsigned g = GRANTS; g > 0; g--) {
        if (range_is(range, &memory[g - 1])) {
            print_range(range, &memory[g - 1]);
            matches[g - 1]++;
            return seL4_True;
        }
    }
    print_range(range, &none);
    return seL4_False;
}

/* The ranges found, each with its grant: equal if each grant was found once, and nothing else. */
static seL4_Bool compare_memory(const volatile struct findings *found)
{
    static unsigned matches[GRANTS];
    seL4_Bool equal = found->range_count <= MAX_RANGES;

    for (seL4_Word i = 0; i < found->range_count && i < MAX_RANGES; i++) {
        const volatile struct range *range = &found->ranges[i];
        seL4_Word end = range->start + range->pages * PAGE_BYTES;

        for (seL4_Word at = range->start; at < end;) {
            struct range part = part_of(range, at);

            equal = match_range(&part, matches) && equal;
            at += part.pages * PAGE_BYTES;
        }
    }
    for (unsigned g = 0; g < GRANTS; g++) {
        equal = equal && matches[g] == 1;
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

/* No call of these tells whether they are there: it is not tried, or gets no answer. */
static seL4_Bool is_silent(const struct grant_cap *cap)
{
    return cap->rule == RULE_FAULTS || cap->rule == RULE_MONITOR;
}

/* Whether it was found as this SDK hands it out.  Without a debug kernel, types are not known, and
   nobody knows whether the silent ones are there. */
static seL4_Bool is_as_given(const volatile struct cap_found *f, const struct grant_cap *cap,
                             seL4_Bool types_known)
{
    int rights = cap->rule == RULE_DESCRIPTION ? CAP_WRITE : sdk_rights(cap->rule);

    if (f == seL4_Null) {
        return rights == 0 || (is_silent(cap) && !types_known);
    }
    return rights != 0 && (f->type == cap->type || f->type == TYPE_UNKNOWN) &&
           f->answer == (is_silent(cap) ? 0u : 1u) &&
           f->receive == ((rights & CAP_READ) != 0 ? 1u : 0u);
}

static void print_cap(const char *how, const struct grant_cap *cap)
{
    microkit_dbg_puts(how);
    put_padded(cap->what, 30);
    microkit_dbg_puts("slot");
    put_number(cap->slot, 4);
    microkit_dbg_puts("\n");
}

/* Found, but not in the table. */
static seL4_Bool is_strange(const volatile struct cap_found *f)
{
    for (unsigned i = 0; i < GRANTED_CAPS; i++) {
        if (caps[i].slot == f->slot) {
            return seL4_False;
        }
    }
    return f->slot != SLOT_OWN_THREAD || f->type != TYPE_UNKNOWN;
}

static seL4_Bool compare_caps(const volatile struct findings *found)
{
    seL4_Bool equal = sdk_is_known();
    seL4_Bool types_known = found->caps[0].type != TYPE_UNKNOWN;

    for (seL4_Word i = 0; i < GRANTED_CAPS; i++) {
        const volatile struct cap_found *f = find_cap(found, caps[i].slot);
        seL4_Bool right = is_as_given(f, &caps[i], types_known);

        if (f != seL4_Null) {
            print_cap(right || !sdk_is_known() ? "  " : "  NOT AS GRANTED: ", &caps[i]);
        } else if (!right && sdk_is_known()) {
            print_cap("  NOT FOUND: ", &caps[i]);
        }
        equal = equal && right;
    }
    for (seL4_Word i = 0; i < found->cap_count && i < MAX_CAPS; i++) {
        if (is_strange(&found->caps[i])) {
            microkit_dbg_puts("  NOT GRANTED: slot");
            put_number(found->caps[i].slot, 4);
            microkit_dbg_puts("\n");
            equal = seL4_False;
        }
    }
    return equal;
}

static unsigned excesses; /* printed so far */

static void print_excess(const struct grant_cap *cap, const char *what)
{
    if (excesses++ == 0) {
        microkit_dbg_puts("client: more than the description needs, as ");
        microkit_dbg_puts(sdk_name());
        microkit_dbg_puts(" hands it out:\n");
    }
    microkit_dbg_puts("client: slot ");
    microkit_dbg_put32((seL4_Uint32)cap->slot);
    microkit_dbg_puts(": ");
    microkit_dbg_puts(what);
    microkit_dbg_puts("\n");
}

/* Of what was found, what the system description does not need. */
static void print_all_excess(const volatile struct findings *found)
{
    for (seL4_Word i = 0; i < GRANTED_CAPS; i++) {
        const volatile struct cap_found *f = find_cap(found, caps[i].slot);

        if (f == seL4_Null) {
            continue;
        }
        if (caps[i].rule == RULE_FAULTS) {
            print_excess(&caps[i], "the message about a fault that never was");
        }
        if (caps[i].rule == RULE_MONITOR) {
            print_excess(&caps[i], "the request to the monitor, which is for passive components");
        }
        if (caps[i].rule != RULE_INPUT && f->receive != 0) {
            print_excess(&caps[i], "receiving: it could have answered in the owner's name");
        }
    }
    if (excesses == 0) {
        microkit_dbg_puts("client: nothing more than the description needs\n");
    }
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
    check_of_sdk(found->page == PAGES_TRIED && equal,
                 "memory: what the system description grants, no more, no less");
    put_heading("Capabilities: ", found->cap_count, " slots tried\n", SLOTS + SLOTS_BEYOND);
    equal = compare_caps(found);
    print_all_excess(found);
    check_of_sdk(found->slots_beyond == SLOTS_BEYOND && equal,
                 "capabilities: what it grants, no more, no less");
}
