/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The warden's part about memory: what the prober can read, write and execute.
 *
 * First come addresses where something is, but not for the prober.  Then every
 * page of the places where it has any, in all three ways; from what did not
 * fault comes a table of the mappings it has, which must be those it was given.
 */
#include "warden.h"

enum { TRY_READ = 1, TRY_WRITE = 2, TRY_EXECUTE = 4, TRIES = 3, TRY_ALL = 7 };

#define PAGE(address) ((address) & ~(PAGE_BYTES - 1))

seL4_Word own_address[OWN_ADDRESSES];

/* A kernel at EL2 gives users 40 bits of addresses, not 47: then another one is tried. */
#define NARROW_LIMIT (1ull << 40)

struct target {
    const char *what;
    seL4_Word address;
    seL4_Word narrow; /* in its stead, where addresses have 40 bits; 0: the same */
    int own;          /* an index of own_address[] + 1; 0: address counts */
    int tries;
    enum reason reason; /* predicted; REASON_OTHER: the kernel's business */
};

static const struct target targets[] = {
    {"the server's evidence page", EVIDENCE, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"the server's log, in the logger", LOGGER_SERVERS, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"the client's log, in the logger", LOGGER_CLIENTS, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"its own log, in the logger", LOGGER_PROBERS, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"the server's log, in the warden", WARDEN_SERVERS, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"the client's log, in the warden", WARDEN_CLIENTS, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"the kernel's code", KERNEL, 0xffc0000000, 0, TRY_ALL, REASON_OTHER},
    {"memory, as the kernel sees it", 0xffffff8040000000, 0xff90000000, 0, TRY_ALL, REASON_OTHER},
    {"where its part begins", 0xffff000000000000, 0x8000000000, 0, TRY_ALL, REASON_OTHER},
    {"nothing, far up", 0x800000000000, 0xc000000000, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"the UART", UART, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"interrupt distributor", GIC_DISTRIBUTOR, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"interrupt interface", GIC_CPU, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"where memory begins", MEMORY, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"the boot image in memory", LOADER, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"a null pointer", 0, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"nothing", 0x10000000, 0, 0, TRY_ALL, REASON_NOT_MAPPED},
    {"guard page of the stack", 0, 0, OWN_GUARD + 1, TRY_ALL, REASON_NOT_MAPPED},
    {"its code", 0, 0, OWN_CODE + 1, TRY_WRITE, REASON_NOT_ALLOWED},
    {"its constants", 0, 0, OWN_CONSTANT + 1, TRY_WRITE, REASON_NOT_ALLOWED},
    {"its data", 0, 0, OWN_DATA + 1, TRY_EXECUTE, REASON_NOT_ALLOWED},
    {"its zeroed data", 0, 0, OWN_BSS + 1, TRY_EXECUTE, REASON_NOT_ALLOWED},
    {"its stack", 0, 0, OWN_STACK + 1, TRY_EXECUTE, REASON_NOT_ALLOWED},
    {"its message buffer", 0, 0, OWN_BUFFER + 1, TRY_EXECUTE, REASON_NOT_ALLOWED},
    {"its log", OWN_LOG, 0, 0, TRY_EXECUTE, REASON_NOT_ALLOWED},
    {"the board", BOARD, 0, 0, TRY_WRITE | TRY_EXECUTE, REASON_NOT_ALLOWED},
};

enum { TARGETS = sizeof(targets) / sizeof(targets[0]) };

static const enum kind try_kind[TRIES] = {KIND_READ, KIND_WRITE, KIND_EXECUTE};

/* The current target and try, and what faulted as predicted so far. */
static unsigned target_at;
static unsigned target_try;
static int target_right;
static enum reason target_reason;

static seL4_Word target_address(const struct target *target)
{
    if (target->own != 0) {
        return own_address[target->own - 1];
    }
    if (target->narrow != 0 && own_address[OWN_STACK] < NARROW_LIMIT) {
        return target->narrow;
    }
    return target->address;
}

static void put_tries(int tries)
{
    for (unsigned i = 0; i < TRIES; i++) {
        microkit_dbg_putc((tries & 1 << i) != 0 ? "rwx"[i] : '-');
    }
}

static void judge_whole_target(void)
{
    const struct target *target = &targets[target_at];

    check_worded(target_right == target->tries, target->what);
    put_tries(target->tries);
    microkit_dbg_puts(" ");
    if (target->own == 0 || target->own == OWN_GUARD + 1) { /* others depend on the compiler */
        put_hex(target_address(target), 0);
        microkit_dbg_puts(" ");
    }
    microkit_dbg_puts(target->what);
    microkit_dbg_puts(": ");
    if (target_right == target->tries) {
        microkit_dbg_puts(reason_name(target_reason));
    } else {
        microkit_dbg_puts(target->reason == REASON_OTHER ? "refused"
                                                         : reason_name(target->reason));
        put_below("found otherwise: ");
        put_tries(target->tries & ~target_right);
    }
    microkit_dbg_puts("\n");
}

static seL4_Bool targets_next(struct command *command)
{
    static const enum order orders[TRIES] = {ORDER_READ, ORDER_WRITE, ORDER_EXECUTE};

    for (; target_at < TARGETS; target_at++) {
        const struct target *target = &targets[target_at];

        for (; target_try < TRIES; target_try++) {
            if ((target->tries & 1 << target_try) == 0) {
                continue;
            }
            command->order = orders[target_try];
            if (command->order == ORDER_WRITE && target->reason == REASON_NOT_ALLOWED) {
                command->order = ORDER_WRITE_BACK; /* the prober may read it */
            }
            command->target = target_address(target);
            return seL4_True;
        }
        judge_whole_target();
        target_try = 0;
        target_right = 0;
    }
    return seL4_False;
}

static void targets_judge(const struct outcome *outcome)
{
    const struct target *target = &targets[target_at];
    const struct fault_seen *fault = &outcome->fault;

    if (outcome->how == HOW_FAULTED && fault->kind == try_kind[target_try] &&
        fault->address == target_address(target) &&
        (target->reason == REASON_OTHER || fault->reason == target->reason)) {
        target_right |= 1 << target_try;
    }
    target_reason = fault->reason;
    target_try++;
}

static void targets_finish(void)
{
}

const struct phase phase_targets = {targets_next, targets_judge, targets_finish};

/* The places that are searched page by page: all that components of this system have anything in,
   and the stack with the 15 pages below it and the one between it and the messages, if it is. */
struct place {
    seL4_Word start;
    seL4_Word end;
};

enum { STACK_PAGES_SEARCHED = 16 };

static const struct place places[] = {
    {0x0, 0x400000},
    {OWN_LOG, OWN_LOG + 0x20000},
    {EVIDENCE, EVIDENCE + 0x10000},
    {LOGGER_SERVERS, LOGGER_SERVERS + 0x30000},
    {WARDEN_SERVERS, WARDEN_SERVERS + 0x20000},
};

enum { FIXED_PLACES = sizeof(places) / sizeof(places[0]), PLACES = FIXED_PLACES + 2 };

/* Pages next to each other with the same rights. */
struct range {
    seL4_Word start;
    seL4_Word end;
    int rights;
};

enum { MAX_RANGES = 16 };

static struct range ranges[MAX_RANGES];
static unsigned ranges_found;

static unsigned place_at;
static seL4_Word page_at; /* 0-based, in the place */
static unsigned page_try;
static int page_rights;
static seL4_Word pages_searched;
static seL4_Word pages_odd; /* something happened that is neither "done" nor the right fault */

static struct place place_number(unsigned number)
{
    seL4_Word stack = PAGE(own_address[OWN_STACK]);
    seL4_Word buffer = PAGE(own_address[OWN_BUFFER]);

    if (number < FIXED_PLACES) {
        return places[number];
    }
    if (number == FIXED_PLACES) {
        return (struct place){stack - (STACK_PAGES_SEARCHED - 1) * PAGE_BYTES,
                              stack + (buffer > stack ? 2 : 1) * PAGE_BYTES};
    }
    if (buffer < places[0].end) {
        return (struct place){0, 0}; /* is there already */
    }
    return (struct place){buffer, buffer + PAGE_BYTES};
}

/* The message buffer is a mapping by itself, even if a neighbour has the same rights. */
static seL4_Bool continues(const struct range *range, seL4_Word page)
{
    seL4_Word buffer = PAGE(own_address[OWN_BUFFER]);

    return range->end == page && range->rights == page_rights && page != buffer &&
           page != buffer + PAGE_BYTES;
}

static void note_page(seL4_Word page)
{
    pages_searched++;
    if (page_rights == 0) {
        return;
    }
    if (ranges_found > 0 && continues(&ranges[ranges_found - 1], page)) {
        ranges[ranges_found - 1].end += PAGE_BYTES;
    } else if (ranges_found < MAX_RANGES) {
        ranges[ranges_found].start = page;
        ranges[ranges_found].end = page + PAGE_BYTES;
        ranges[ranges_found].rights = page_rights;
        ranges_found++;
    } else {
        pages_odd++;
    }
}

static seL4_Word current_page(void)
{
    return place_number(place_at).start + page_at * PAGE_BYTES;
}

static seL4_Bool pages_next(struct command *command)
{
    for (; place_at < PLACES; place_at++, page_at = 0) {
        for (; current_page() < place_number(place_at).end; page_at++) {
            if (page_try < TRIES) {
                command->order = page_try == 0                   ? ORDER_READ
                                 : page_try == 2                 ? ORDER_EXECUTE_PAGE
                                 : (page_rights & TRY_READ) != 0 ? ORDER_WRITE_BACK
                                                                 : ORDER_WRITE;
                if (command->order == ORDER_EXECUTE_PAGE && (page_rights & TRY_READ) == 0) {
                    command->order = ORDER_EXECUTE; /* looking for an instruction would fault */
                }
                command->target = current_page();
                return seL4_True;
            }
            note_page(current_page());
            page_try = 0;
            page_rights = 0;
        }
    }
    return seL4_False;
}

static void pages_judge(const struct outcome *outcome)
{
    const struct fault_seen *fault = &outcome->fault;
    seL4_Word page = current_page();

    if (outcome->how == HOW_DONE || (outcome->how == HOW_FAULTED && page_try == 2 &&
                                     fault->kind == KIND_OTHER)) {
        page_rights |= 1 << page_try; /* a strange instruction was executed: that, too */
    } else if (outcome->how != HOW_FAULTED || fault->kind != try_kind[page_try] ||
               (page_try == 2 ? PAGE(fault->address) : fault->address) != page) {
        pages_odd++;
    }
    page_try++;
}

/* What system_with_logger.xml gives to the prober.  The sizes of its code and data are the
   linker's business. */
struct grant {
    const char *what;
    seL4_Word start; /* 0: where the linker put it, and this is printed after `what` */
    int own;         /* an index of own_address[] + 1, instead of start */
    int rights;
    int seen;
};

static struct grant grants[] = {
    {"prober: program at ", 0, 0, TRY_READ | TRY_EXECUTE, 0},
    {"prober: program at ", 0, 0, TRY_READ | TRY_WRITE, 0},
    {"prober: ipc buffer", 0, OWN_BUFFER + 1, TRY_READ | TRY_WRITE, 0},
    {"region log_prober", OWN_LOG, 0, TRY_READ | TRY_WRITE, 0},
    {"region board", BOARD, 0, TRY_READ, 0},
    {"prober: stack", 0, OWN_STACK + 1, TRY_READ | TRY_WRITE, 0},
};

enum { GRANTS = sizeof(grants) / sizeof(grants[0]) };

/* The grant that explains `range`, or none. */
static struct grant *grant_of(const struct range *range)
{
    for (unsigned i = GRANTS; i > 0; i--) {
        struct grant *grant = &grants[i - 1];
        seL4_Word start = grant->own != 0 ? PAGE(own_address[grant->own - 1]) : grant->start;
        seL4_Bool placed = start != 0 ? range->start == start && range->end == start + PAGE_BYTES
                                      : range->end <= places[0].end;

        if (placed && grant->rights == range->rights) {
            return grant;
        }
    }
    return seL4_Null;
}

static void print_range(const struct range *range, const struct grant *grant)
{
    microkit_dbg_puts("  ");
    put_hex(range->start, 12);
    microkit_dbg_puts(" to ");
    put_hex(range->end, 12);
    microkit_dbg_puts("  ");
    put_tries(range->rights);
    microkit_dbg_puts("  ");
    if (grant == seL4_Null) {
        microkit_dbg_puts("NOBODY GAVE IT THIS");
    } else {
        microkit_dbg_puts(grant->what);
        if (grant->start == 0 && grant->own == 0) {
            put_hex(range->start, 0);
        }
    }
    microkit_dbg_puts("\n");
}

static void pages_finish(void)
{
    seL4_Bool all_granted = seL4_True;
    seL4_Bool all_found = seL4_True;

    microkit_dbg_puts("warden: searched ");
    put_decimal(pages_searched);
    microkit_dbg_puts(" pages in all three ways; the prober has\n");
    for (unsigned i = 0; i < ranges_found; i++) {
        struct grant *grant = grant_of(&ranges[i]);

        print_range(&ranges[i], grant);
        if (grant == seL4_Null) {
            all_granted = seL4_False;
        } else {
            grant->seen++;
        }
    }
    for (unsigned i = 0; i < GRANTS; i++) {
        all_found = all_found && grants[i].seen == 1;
    }
    check(pages_odd == 0, "whatever else it tried faulted, where and as predicted");
    check_of_sdk(all_granted, "it has no mapping that it was not given");
    check_of_sdk(all_found, "and each that it was given");
}

const struct phase phase_pages = {pages_next, pages_judge, pages_finish};
