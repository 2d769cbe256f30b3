/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8: the VMM's parent.  It gets the VMM's faults, if there are any; none is expected as long
 * as nobody has taken the VMM over.  What comes then is noted for the client, which judges.  Only
 * in this demonstration it lets the injected code go on after a fault; in the end it begins the
 * VMM's next life.
 */
#include <microkit.h>

#include "../common/fault_decode.h"
#include "../common/print.h"
#include "../common/revive.h"
#include "radius.h"

enum { VMM_CHILD = 1 };
enum { CHANNEL_GO_ON = 2, CHANNEL_RESTORE = 3 };

/* More faults than a scan can have. */
enum { SCAN_FAULTS = 3 * (PLACES + SLOTS + SLOTS_BEYOND) };

/* The guest's memory, where the VMM has it, too. */
#define RAM_BEGIN 0x40000000ull
#define RAM_END   0x48000000ull

/* Set by the tool (setvar_vaddr). */
seL4_Word outbox_vaddr;
seL4_Word pristine_vaddr;

static struct ward ward;
static seL4_Word entry; /* of the injected code; 0: there is none */
static seL4_Word scan_faults;

static volatile struct vmm_log *log(void)
{
    return (volatile struct vmm_log *)LOG_PAGE;
}

static const volatile struct findings *findings(void)
{
    return (const volatile struct findings *)FINDINGS;
}

void init(void)
{
    ward.child = VMM_CHILD;
    ward.outbox = outbox_vaddr;
    ward.pristine = pristine_vaddr;
    ward.bytes = VMM_LIFE_BYTES;
}

static void print_fault(const struct fault_account *account)
{
    static const char *const causes[] = {
        [FAULT_NONE] = "nothing",
        [FAULT_READ] = "read of ",
        [FAULT_WRITE] = "write to ",
        [FAULT_EXECUTE] = "execution of ",
    };

    microkit_dbg_puts("supervisor: ");
    if (account->cause <= FAULT_EXECUTE) {
        microkit_dbg_puts(causes[account->cause]);
        print_hex(account->address);
    } else {
        microkit_dbg_puts(account->cause == FAULT_UNDEFINED ? "an undefined instruction"
                                                            : "another fault");
    }
    microkit_dbg_puts(log()->in_guest != 0 ? " by code in the guest's memory" : " by the VMM");
    microkit_dbg_puts("\n");
}

/* The injected code, and where it begins, show by the first fault of an instruction in the guest's
   memory. */
static void note_fault(const struct fault_account *account)
{
    log()->faults = log()->faults + 1;
    log()->cause = account->cause;
    log()->address = account->address;
    log()->in_guest = account->pc >= RAM_BEGIN && account->pc < RAM_END ? 1 : 0;
    if (entry == 0 && log()->in_guest != 0) {
        entry = (account->pc & ~((seL4_Word)CODE_ALIGNMENT - 1)) + CODE_ENTRY;
    }
}

static seL4_Bool is_scanning(void)
{
    return entry != 0 && findings()->trying != TRY_NOTHING && scan_faults < SCAN_FAULTS;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    struct fault_account account;

    (void)reply_msginfo;
    fault_account_take(&account, child, msginfo);
    note_fault(&account);
    if (is_scanning()) {
        scan_faults++;
        microkit_pd_restart(VMM_CHILD, entry);
        return seL4_False;
    }
    print_fault(&account);
    log()->state = VMM_WAITS;
    return seL4_False;
}

/* To whom is looping, this is the end of it. */
static void go_on(void)
{
    if (entry == 0) {
        return;
    }
    if (log()->state == VMM_WAITS) {
        log()->state = VMM_ATTACKS;
        microkit_pd_restart(VMM_CHILD, entry);
    } else if (log()->state == VMM_ATTACKS) {
        microkit_pd_stop(VMM_CHILD);
        log()->cause = FAULT_NONE;
        log()->state = VMM_WAITS;
    }
}

void notified(microkit_channel ch)
{
    if (ch == CHANNEL_GO_ON) {
        go_on();
    } else if (ch == CHANNEL_RESTORE && log()->state == VMM_WAITS) {
        microkit_dbg_puts("supervisor: restores the VMM from what it could only read\n");
        log()->state = VMM_BEGINS;
        ward_restart(&ward);
    }
}

/* A VMM that begins calls before it does anything else: then it is compared with the first. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    microkit_msginfo reply;

    (void)ch; /* only the child can call */
    reply = ward_answer(&ward, msginfo);
    if (log()->state == VMM_BEGINS && microkit_msginfo_get_label(msginfo) == LIFE_HELLO) {
        seL4_Word number = microkit_mr_get(0);

        log()->clean = ward_is_clean(&ward) ? 1 : 0;
        log()->intact = ward_copy_is_intact(&ward) ? 1 : 0;
        log()->state = VMM_LIVES_ANEW;
        microkit_mr_set(0, number);
    }
    return reply;
}
