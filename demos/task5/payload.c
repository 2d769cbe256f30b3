/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 5, the code that the attacker injects.  It runs inside vulnerable_pd,
 * with all that vulnerable_pd may do, and goes for everything else.
 *
 * A fault stops it; vulnerable_pd's parent then starts it again at its entry,
 * and it goes on with the next step, or with the next page or slot of a scan.
 * So what it knows it keeps in memory (struct findings), not on the stack.
 */
#include <microkit.h>

#include "../common/life.h"
#include "../common/safe_server.h"
#include "../common/slots.h"
#include "attack.h"
#include "ledger.h"

/* What a scan is about to try; TRY_NOTHING: the last attempt did not fault. */
enum { TRY_NOTHING, TRY_READ, TRY_WRITE, TRY_RUN, TRY_SLOT, TRY_RECEIVE };

/* Labels of invocations, and some more. */
enum { LABELS = 64 };

/* The stubs want an IPC buffer; what is sent here is in registers alone. */
seL4_IPCBuffer *__sel4_ipc_buffer;

/* What prints belongs to a component's runtime, which may want the component's name. */
__attribute__((weak)) char microkit_name[MICROKIT_PD_NAME_LENGTH];

_Noreturn void payload_main(void);
seL4_Word cap_type(seL4_Word slot);

static volatile struct findings *found(void)
{
    return (volatile struct findings *)FINDINGS;
}

static void say(const char *what)
{
    microkit_dbg_puts("injected: ");
    microkit_dbg_puts(what);
    microkit_dbg_puts("\n");
}

/* Page `i` of those that are tried. */
static seL4_Word page_address(seL4_Word i)
{
    unsigned w = 0;

    for (; w < WINDOWS - 1 && i >= windows[w].pages; w++) {
        i -= windows[w].pages;
    }
    return windows[w].start + i * PAGE_BYTES;
}

/*
 * Whether the page is like those of the range before it, and is now part of it.
 * A page without an instruction to try counts as executable if its neighbours are.
 */
static seL4_Bool extends(volatile struct range *range, seL4_Word address, seL4_Word rights)
{
    const seL4_Word data = RIGHT_READ | RIGHT_WRITE;

    if (range->start + range->pages * PAGE_BYTES != address ||
        (range->rights & data) != (rights & data)) {
        return seL4_False;
    }
    if (range->rights != rights && ((range->rights | rights) & RIGHT_RUN_UNKNOWN) == 0) {
        return seL4_False;
    }
    if ((range->rights & RIGHT_RUN_UNKNOWN) != 0) {
        range->rights = rights;
    }
    range->pages++;
    return seL4_True;
}

/* Writes down what the page at `address` allows, together with its neighbour if that is alike. */
static void note_page(seL4_Word address, seL4_Word rights)
{
    seL4_Word count = found()->range_count;

    if (rights == 0) {
        return;
    }
    if (count > 0 && extends(&found()->ranges[count - 1], address, rights)) {
        return;
    }
    if (count < MAX_RANGES) {
        found()->ranges[count].start = address;
        found()->ranges[count].pages = 1;
        found()->ranges[count].rights = rights;
        found()->range_count = count + 1;
    }
}

static void finish_page(void)
{
    seL4_Word address = page_address(found()->page);

    if (found()->trying == TRY_RUN && (found()->rights & RIGHT_WRITE) != 0) {
        *(volatile seL4_Uint32 *)(address + PAGE_BYTES - 4) = (seL4_Uint32)found()->saved;
    }
    note_page(address, found()->rights);
    found()->trying = TRY_NOTHING;
    found()->page++;
}

static void run_at(seL4_Word address)
{
    __asm__ volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n dsb ish\n isb\n blr %0\n"
                     :
                     : "r"(address)
                     : "x30", "memory");
}

/* The address of a `ret` in the page, or 0. */
static seL4_Word find_ret(seL4_Word page)
{
    for (seL4_Word at = page; at < page + PAGE_BYTES; at += 4) {
        if (*(volatile seL4_Uint32 *)at == RET_INSTRUCTION) {
            return at;
        }
    }
    return 0;
}

/* Reads the page, writes it, executes it: whichever faults does not return. */
static void try_page(seL4_Word address)
{
    seL4_Word last = address + PAGE_BYTES - 4;
    seL4_Uint32 word;

    found()->rights = 0;
    found()->trying = TRY_READ;
    word = *(volatile seL4_Uint32 *)last;
    found()->rights = RIGHT_READ;
    found()->saved = word;
    found()->trying = TRY_WRITE;
    *(volatile seL4_Uint32 *)last = word;
    found()->rights |= RIGHT_WRITE;
    *(volatile seL4_Uint32 *)last = RET_INSTRUCTION;
    found()->trying = TRY_RUN;
    run_at(last);
    found()->rights |= RIGHT_RUN;
}

/* A page that cannot be written may still be executed, if there is something to execute. */
static void try_read_only_page(seL4_Word address)
{
    seL4_Word run = find_ret(address);

    if (run == 0) {
        found()->rights |= RIGHT_RUN_UNKNOWN;
        return;
    }
    found()->trying = TRY_RUN;
    run_at(run);
    found()->rights |= RIGHT_RUN;
}

static void scan_pages(void)
{
    if (found()->trying == TRY_WRITE) {
        try_read_only_page(page_address(found()->page));
        finish_page();
    } else if (found()->trying != TRY_NOTHING) {
        finish_page();
    }
    while (found()->page < PAGES_TRIED) {
        try_page(page_address(found()->page));
        finish_page();
    }
}

/* One call; true unless the kernel said that there is nothing to call. */
static seL4_Bool call_answers(seL4_Word slot, seL4_Word label)
{
    seL4_Word mr0 = 0;
    seL4_Word mr1 = 0;
    seL4_Word mr2 = 0;
    seL4_Word mr3 = 0;
    seL4_MessageInfo_t info = seL4_CallWithMRs(slot, seL4_MessageInfo_new(label, 0, 0, 4), &mr0,
                                               &mr1, &mr2, &mr3);

    found()->calls++;
    return seL4_MessageInfo_get_label(info) != seL4_InvalidCapability || mr0 != 0;
}

/* Uses what is in the slot in every way that there is.  The use of some blocks, or sets something
   off: each of these has a way of its own. */
static seL4_Bool slot_answers(seL4_Word slot)
{
    seL4_Bool answers = seL4_False;
    seL4_Word badge;

    switch (slot) {
    case SLOT_INPUT:
        (void)seL4_NBWait(slot, &badge); /* would fault if there were nothing to receive from */
        return seL4_True;
    case SLOT_FAULTS:
        return seL4_False; /* its turn comes in forge() */
    case SLOT_MONITOR:
        seL4_NBSend(slot, seL4_MessageInfo_new(0, 0, 0, 0));
        return seL4_False; /* no answer ever comes */
    case SLOT_OWN_THREAD:
        return call_answers(slot, 0); /* other labels would stop or break this thread */
    default:
        for (seL4_Word label = 0; label < LABELS; label++) {
            answers = call_answers(slot, label) || answers;
        }
        return answers;
    }
}

/* Notes a capability, then tries to receive from it: it is noted even if that faults. */
static void note_slot(seL4_Word slot, seL4_Word type, seL4_Bool answers)
{
    volatile struct cap_found *cap = &found()->caps[found()->cap_count];
    seL4_Word badge;

    cap->slot = slot;
    cap->type = type;
    cap->answer = (seL4_Word)answers;
    found()->cap_count++;
    found()->trying = TRY_RECEIVE;
    (void)seL4_NBWait(slot, &badge);
    cap->receive = 1;
}

static void try_slot(seL4_Word slot)
{
    seL4_Word type = cap_type(slot);
    seL4_Bool answers;

    found()->trying = TRY_SLOT;
    answers = slot_answers(slot);
    if (((type != 0 && type != TYPE_UNKNOWN) || answers) && found()->cap_count < MAX_CAPS) {
        note_slot(slot, type, answers);
    } else {
        found()->slots_beyond += slot >= SLOTS;
    }
    found()->trying = TRY_NOTHING;
}

static void scan_slots(void)
{
    if (found()->trying == TRY_SLOT || found()->trying == TRY_RECEIVE) {
        found()->slots_beyond += found()->trying == TRY_SLOT && found()->slot >= SLOTS;
        found()->trying = TRY_NOTHING;
        found()->slot++;
    }
    for (; found()->slot < SLOTS + SLOTS_BEYOND; found()->slot++) {
        try_slot(found()->slot);
    }
}

/* Claims to be each of all possible clients, in every word that might be believed. */
static void forge(void)
{
    seL4_Word ip = 0x200000;
    seL4_Word address = FORGED_ADDRESS;
    seL4_Word prefetch = 0;
    seL4_Word status = 0x92000007;

    for (seL4_Word id = 0; id < CLAIMS; id++) {
        seL4_Word word = id;
        seL4_Word badge = 1ull << 63 | id;
        seL4_Word bit = 1ull << id;
        seL4_Word again = id;

        (void)seL4_CallWithMRs(BASE_ENDPOINT_CAP + VULNERABLE_CHANNEL_SAFE,
                               seL4_MessageInfo_new(SAFE_WHO, 0, 0, 4), &word, &badge, &bit,
                               &again);
        found()->seen_as |= 1ull << (word & 63);
        found()->claims++;
    }
    /* A fault that did not happen, at a place where this component is not. */
    (void)seL4_CallWithMRs(SLOT_FAULTS, seL4_MessageInfo_new(seL4_Fault_VMFault, 0, 0, 4), &ip,
                           &address, &prefetch, &status);
    found()->forge_refused = 1;
}

static void flood(void)
{
    for (seL4_Word i = 0; i < SIGNALS; i++) {
        seL4_Signal(BASE_OUTPUT_NOTIFICATION_CAP + VULNERABLE_CHANNEL_SAFE);
        seL4_Signal(BASE_OUTPUT_NOTIFICATION_CAP + i % MICROKIT_MAX_CHANNELS);
        found()->signals++;
    }
}

/* Endless, if the kernel does not take the processor away: the limit takes seconds. */
static void spin(void)
{
    while (found()->spins < SPIN_LIMIT) {
        found()->spins++;
    }
}

/* The accounts are vulnerable_pd's to write, so they are the attacker's now. */
static void loot(void)
{
    volatile struct ledger *ledger = (volatile struct ledger *)LEDGER;

    for (seL4_Word i = 0; i < LEDGER_ACCOUNTS; i++) {
        if (i != LEDGER_ATTACKER) {
            ledger->balance[LEDGER_ATTACKER] += ledger->balance[i];
            ledger->balance[i] = 0;
        }
    }
    found()->loot = ledger->balance[LEDGER_ATTACKER];
}

static const char *step_text(enum step step)
{
    switch (step) {
    case STEP_READ_SECRET:
        return "1. reads safe_server's secret, whose address it was told";
    case STEP_WRITE_SAFE:
        return "2. overwrites safe_server's secret";
    case STEP_READ_KERNEL:
        return "3. reads the kernel";
    case STEP_WRITE_KERNEL:
        return "4. overwrites the kernel";
    case STEP_READ_DEVICE:
        return "5. reads a device register";
    case STEP_WRITE_PROGRAM:
        return "6. overwrites its victim's program, so as to survive a restart";
    case STEP_WRITE_POST:
        return "7. overwrites the client's post page";
    case STEP_RUN_DATA:
        return "8. executes data";
    case STEP_PAGES:
        return "9. reads, writes and executes 3104 pages, one by one";
    case STEP_SLOTS:
        return "10. invokes 576 capability slots, with 64 operations each";
    case STEP_FORGE:
        return "11. claims 62 identities, then invents a fault";
    case STEP_FLOOD:
        return "12. sends safe_server 10000 signals, and tries all others";
    case STEP_SPIN:
        return "13. loops for ever, at a higher priority than the client";
    case STEP_LOOT:
        return "14. empties the accounts";
    case STEP_CRASH:
        return "15. crashes";
    default:
        return "has no more steps";
    }
}

static void touch_memory(struct trap trap)
{
    switch (trap.access) {
    case ACCESS_READ:
        (void)*(volatile seL4_Word *)trap.address;
        break;
    case ACCESS_WRITE:
        *(volatile seL4_Word *)trap.address = 0x7073656e7370ull;
        break;
    case ACCESS_RUN:
        __asm__ volatile("blr %0" : : "r"(trap.address) : "x30", "memory");
        break;
    case ACCESS_NONE:
        break;
    }
}

static void do_step(enum step step)
{
    switch (step) {
    case STEP_PAGES:
        scan_pages();
        break;
    case STEP_SLOTS:
        scan_slots();
        break;
    case STEP_FORGE:
        forge();
        break;
    case STEP_FLOOD:
        flood();
        break;
    case STEP_SPIN:
        spin();
        break;
    case STEP_LOOT:
        loot();
        break;
    case STEP_CRASH:
        __asm__ volatile("udf #0");
        break;
    default:
        touch_memory(step_trap(step, life_pristine()->stack_top));
    }
}

_Noreturn void payload_main(void)
{
    if (found()->step == STEP_NONE) {
        say("this code runs in vulnerable_pd; its author is the attacker");
    }
    if (found()->trying == TRY_NOTHING) {
        found()->step++;
        say(step_text((enum step)found()->step));
    }
    do_step((enum step)found()->step);
    for (;;) {
        (void)*(volatile seL4_Word *)MARKER;
    }
}
