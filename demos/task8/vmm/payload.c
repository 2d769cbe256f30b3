/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8, the code that the guest's root injects into the VMM.  It runs with all that the VMM may
 * do, and goes for everything else.
 *
 * A fault stops it; the VMM's parent then starts it again at its entry, and it goes on with the
 * next step, or with the next place or slot of a scan.  So what it knows it keeps in memory
 * (struct findings), not on the stack.  It has no table of addresses, for it runs where it is put.
 */
#include <microkit.h>

#include "../../common/slots.h"
#include "channels.h"
#include "payload.h"

_Static_assert((int)VMM_CONSOLE == (int)UART && (int)VMM_TIMER == (int)TIMER &&
                   (int)VMM_DISK == (int)DISK, "radius.h has other channels");

/* Labels of invocations, and some more. */
enum { LABELS = 64 };

/* The instruction `ret`: where a page has one, whether it can be executed is tried harmlessly. */
#define RET_INSTRUCTION 0xd65f03c0u

/* The stubs want an IPC buffer; what is sent here is in registers alone. */
seL4_IPCBuffer *__sel4_ipc_buffer;

_Noreturn void payload_main(void);

/* What each step says, in order. */
static const char texts[] =
    "reads safe_server's secret, whose address it was told\0"
    "reads it at its physical address\0"
    "overwrites what its parent notes\0"
    "reads the kernel\0"
    "reads a device's register\0"
    "overwrites the VMM's program, so as to survive a restart\0"
    "overwrites the guest's files, so as to be in the next guest\0"
    "reads, writes and executes at 13584 places, one by one\0"
    "invokes 576 capability slots, with up to 64 operations each\0"
    "asks the disk's driver 2106 times for what is not on the disk\0"
    "tells its parent of a fault that never was\0"
    "speaks in the guest's name\0"
    "loops for ever, at a higher priority than the client\0"
    "crashes\0";

static void say_step(seL4_Word step)
{
    const char *text = texts;

    for (seL4_Word i = 1; i < step; i++) {
        while (*text++ != '\0') {
        }
    }
    microkit_dbg_puts("injected: ");
    microkit_dbg_put32((seL4_Uint32)step);
    microkit_dbg_puts(". ");
    microkit_dbg_puts(text);
    microkit_dbg_puts("\n");
}

/* ---- Memory ---- */

/* The window that place `i` is in; `i` becomes its number there. */
static const struct window *window_of(seL4_Word *i)
{
    unsigned w = 0;

    for (; w < WINDOWS - 1 && *i >= windows[w].count; w++) {
        *i -= windows[w].count;
    }
    return &windows[w];
}

/* In a page the last word, which is least likely to matter to others; of larger units the first,
   as their ends may not be there. */
static seL4_Word probe_of(const struct window *window, seL4_Word i)
{
    seL4_Word start = window->start + i * window->unit;

    return window->unit == PAGE_BYTES ? start + PAGE_BYTES - 4 : start;
}

/* True if the unit is like those of the range before it, and is now part of it.  One without an
   instruction to try counts as executable if its neighbours are. */
static seL4_Bool extends(volatile struct range *range, seL4_Word start, seL4_Word unit,
                         seL4_Word rights)
{
    const seL4_Word data = RIGHT_READ | RIGHT_WRITE;

    if (range->unit != unit || range->start + range->count * unit != start ||
        (range->rights & data) != (rights & data)) {
        return seL4_False;
    }
    if (range->rights != rights && ((range->rights | rights) & RIGHT_RUN_UNKNOWN) == 0) {
        return seL4_False;
    }
    if ((range->rights & RIGHT_RUN_UNKNOWN) != 0) {
        range->rights = rights;
    }
    range->count++;
    return seL4_True;
}

/* Writes down what the unit allows, together with its neighbour if that is alike. */
static void note_unit(seL4_Word start, seL4_Word unit, seL4_Word rights)
{
    seL4_Word count = found()->range_count;

    if (rights == 0 || (count > 0 && extends(&found()->ranges[count - 1], start, unit, rights))) {
        return;
    }
    if (count < MAX_RANGES) {
        found()->ranges[count].start = start;
        found()->ranges[count].unit = unit;
        found()->ranges[count].count = 1;
        found()->ranges[count].rights = rights;
        found()->range_count = count + 1;
    }
}

static void finish_place(void)
{
    seL4_Word i = found()->place;
    const struct window *window = window_of(&i);

    if (found()->trying == TRY_RUN && (found()->rights & RIGHT_WRITE) != 0) {
        *(volatile seL4_Uint32 *)probe_of(window, i) = (seL4_Uint32)found()->saved;
    }
    note_unit(window->start + i * window->unit, window->unit, found()->rights);
    found()->trying = TRY_NOTHING;
    found()->place++;
}

static void run_at(seL4_Word address)
{
    __asm__ volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n dsb ish\n isb\n blr %0\n"
                     :
                     : "r"(address)
                     : "x30", "memory");
}

/* Reads the place, writes it, executes it: whichever faults does not return. */
static void try_place(seL4_Word probe)
{
    seL4_Uint32 word;

    found()->rights = 0;
    found()->trying = TRY_READ;
    word = *(volatile seL4_Uint32 *)probe;
    found()->rights = RIGHT_READ;
    found()->saved = word;
    found()->trying = TRY_WRITE;
    *(volatile seL4_Uint32 *)probe = word;
    found()->rights |= RIGHT_WRITE;
    *(volatile seL4_Uint32 *)probe = RET_INSTRUCTION;
    found()->trying = TRY_RUN;
    run_at(probe);
    found()->rights |= RIGHT_RUN;
}

/* A place that cannot be written may still be executed, if its page has something to execute. */
static void try_read_only_place(seL4_Word probe)
{
    for (seL4_Word at = probe & ~(PAGE_BYTES - 1); at <= (probe | (PAGE_BYTES - 4)); at += 4) {
        if (*(volatile seL4_Uint32 *)at == RET_INSTRUCTION) {
            found()->trying = TRY_RUN;
            run_at(at);
            found()->rights |= RIGHT_RUN;
            return;
        }
    }
    found()->rights |= RIGHT_RUN_UNKNOWN;
}

static void scan_memory(void)
{
    seL4_Word i = found()->place;
    const struct window *window = window_of(&i);

    if (found()->trying == TRY_WRITE) {
        try_read_only_place(probe_of(window, i));
    }
    if (found()->trying != TRY_NOTHING) {
        finish_place();
    }
    while (found()->place < PLACES) {
        i = found()->place;
        window = window_of(&i);
        try_place(probe_of(window, i));
        finish_place();
    }
}

/* ---- Capabilities ---- */

/* One call; true unless the kernel said that there is nothing to call. */
static seL4_Bool call_answers(seL4_Word slot, seL4_Word label)
{
    seL4_Word mr0 = 0;
    seL4_Word mr1 = 0;
    seL4_Word mr2 = 0;
    seL4_Word mr3 = 0;
    seL4_MessageInfo_t info = seL4_CallWithMRs(slot, seL4_MessageInfo_new(label, 0, 0, 4), &mr0,
                                               &mr1, &mr2, &mr3);

    return seL4_MessageInfo_get_label(info) != seL4_InvalidCapability || mr0 != 0;
}

/* Uses what is in the slot in every way that there is.  The use of some blocks, or cannot be
   undone: each of these has a way of its own. */
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
    case SLOT_OWN_THREAD:          /* other labels would stop or break this thread, */
    case BASE_IRQ_CAP + TIMER:     /* or take the interrupt from the VMM for ever */
        return call_answers(slot, 0);
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
    if ((type != 0 || answers) && found()->cap_count < MAX_CAPS) {
        note_slot(slot, type, answers);
    } else {
        found()->slots_beyond += slot >= SLOTS;
    }
    found()->trying = TRY_NOTHING;
}

static void scan_slots(void)
{
    if (found()->trying != TRY_NOTHING) {
        found()->slots_beyond += found()->trying == TRY_SLOT && found()->slot >= SLOTS;
        found()->trying = TRY_NOTHING;
        found()->slot++;
    }
    for (; found()->slot < SLOTS + SLOTS_BEYOND; found()->slot++) {
        try_slot(found()->slot);
    }
}

/* ---- Steps ---- */

/* Endless, if the kernel does not take the processor away: the limit takes seconds. */
static void spin(void)
{
    while (found()->spins < SPIN_LIMIT) {
        found()->spins++;
    }
}

static void touch_memory(struct trap trap)
{
    if (trap.touch == TOUCH_READ) {
        (void)*(volatile seL4_Word *)trap.address;
    } else if (trap.touch == TOUCH_WRITE) {
        *(volatile seL4_Word *)trap.address = 0x7073656e7370ull;
    }
}

static void do_step(enum step step)
{
    switch (step) {
    case STEP_PAGES:
        scan_memory();
        break;
    case STEP_SLOTS:
        scan_slots();
        break;
    case STEP_DISK:
        ask_disk();
        break;
    case STEP_FAULT:
        forge();
        break;
    case STEP_LIE:
        lie();
        break;
    case STEP_SPIN:
        spin();
        break;
    case STEP_CRASH:
        __asm__ volatile("udf #0");
        break;
    default:
        touch_memory(step_trap(step));
    }
}

_Noreturn void payload_main(void)
{
    if (found()->step == STEP_NONE) {
        microkit_dbg_puts("injected: this code runs in the VMM; its author is the guest's root\n");
    }
    if (found()->trying == TRY_NOTHING) {
        found()->step++;
        say_step(found()->step);
    } else {
        found()->refused++;
    }
    do_step((enum step)found()->step);
    for (;;) {
        (void)*(volatile seL4_Word *)MARKER;
    }
}
