/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The warden's part about registers: what the prober can use without an address
 * and without a capability.
 *
 * The description gives it none of them.  seL4 has no right to some, and leaves
 * them to everybody: on it, that they are open is a result, not a failure.
 */
#include "registers.h"
#include "../common/timer_right.h"
#include "warden.h"

/* `left_open`: seL4 leaves it to everybody. */
static const struct group {
    const char *what;
    const char *if_open; /* what it is good for */
    seL4_Bool left_open;
} groups[REGISTER_GROUPS] = {
    [GROUP_TIMER] = {"physical timer: CNTP_CTL, _CVAL, _TVAL",
                     "stop a neighbour's timer", seL4_True},
    [GROUP_KERNELS_TIMER] = {"virtual timer: CNTV_CTL, ..., CNTVCT", "", seL4_False},
    [GROUP_MONITORS] = {"performance monitors: PMCR, ...", "", seL4_False},
    [GROUP_CHANNEL] = {"channel to a debugger: DBGDTR",
                       "pass words to a neighbour", seL4_True},
    [GROUP_MASKS] = {"interrupt masks: DAIF", "", seL4_False},
    [GROUP_PRIVILEGED] = {"the kernel's: SCTLR, TTBR0, VBAR, ...", "", seL4_False},
    [GROUP_BELOW] = {"calls past the kernel: hvc, smc", "", seL4_False},
    [GROUP_COUNTER] = {"the counter, CNTPCT, and its frequency: read, as by all", "", seL4_False},
};

#define GROUP_OF_ACCESS(how, group, name) GROUP_##group,
#define NAME_OF_ACCESS(how, group, name)  how##_WORD " " #name,
#define READ_WORD   " read"
#define WRITE_WORD  " write"
#define CLEAR_WORD  " clear"
#define INVOKE_WORD ""

static const enum register_group access_groups[] = {REGISTER_ACCESSES(GROUP_OF_ACCESS)};
static const char *const access_names[] = {REGISTER_ACCESSES(NAME_OF_ACCESS)};

enum { ACCESSES = sizeof(access_groups) / sizeof(access_groups[0]) };

static unsigned access_at;
static seL4_Bool access_right[ACCESSES]; /* what came of it is what had to come */

static seL4_Bool registers_next(struct command *command)
{
    command->order = ORDER_REGISTER;
    command->target = access_at;
    return access_at < ACCESSES;
}

static void registers_judge(const struct outcome *outcome)
{
    access_right[access_at] = access_groups[access_at] == GROUP_COUNTER
                                  ? outcome->how == HOW_DONE
                                  : outcome->how == HOW_FAULTED &&
                                        outcome->fault.kind == KIND_OTHER;
    access_at++;
}

/* Of a group's accesses, those that were right or not. */
static unsigned count(enum register_group group, seL4_Bool right)
{
    unsigned found = 0;

    for (unsigned i = 0; i < ACCESSES; i++) {
        found += access_groups[i] == group && access_right[i] == right ? 1u : 0u;
    }
    return found;
}

static void print_wrong(enum register_group group)
{
    const char *separator = "";

    microkit_dbg_puts("warden: not as it should be:");
    for (unsigned i = 0; i < ACCESSES; i++) {
        if (access_groups[i] == group && !access_right[i]) {
            microkit_dbg_puts(separator);
            microkit_dbg_puts(access_names[i]);
            separator = ",";
        }
    }
    microkit_dbg_puts("\n");
}

static void judge_closed(enum register_group group)
{
    check_worded(seL4_True, groups[group].what);
    microkit_dbg_puts(groups[group].what);
    if (group != GROUP_COUNTER) {
        microkit_dbg_puts(": ");
        put_decimal(count(group, seL4_True));
        microkit_dbg_puts(" uses, each an exception");
    }
    microkit_dbg_puts("\n");
}

/* Some use of it was no exception: must that be so, with this SDK and kernel? */
static void judge_open(enum register_group group)
{
    print_wrong(group);
    if (!groups[group].left_open || timer_right_exists(CHILD_PROBER)) {
        check_worded(seL4_False, groups[group].what);
        microkit_dbg_puts(groups[group].what);
        microkit_dbg_puts(group == GROUP_COUNTER ? "\n" : ": each use an exception\n");
        return;
    }
    check_of_sdk(sdk_is_known(), groups[group].what);
    microkit_dbg_puts("warden: this kernel leaves it to everybody; the prober could ");
    microkit_dbg_puts(groups[group].if_open);
    microkit_dbg_puts("\n");
}

static void registers_finish(void)
{
    for (enum register_group group = 0; group < REGISTER_GROUPS; group++) {
        if (count(group, seL4_False) == 0) {
            judge_closed(group);
        } else {
            judge_open(group);
        }
    }
}

const struct phase phase_registers = {registers_next, registers_judge, registers_finish};
