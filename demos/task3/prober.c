/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 3, the prober: attacks from the inside.  It does what the warden orders,
 * one instruction at a time, and says what came of it.  If it faults, the warden
 * has the fault before the prober runs again, so there is nothing it could hide.
 */
#include <microkit.h>

#include "log.h"
#include "../common/probe.h"
#include "registers.h"
#include "task3.h"

/* What each capability is invoked with: what would do damage, were it of the right kind. */
struct attack {
    seL4_Word label;
    seL4_Word words[6];
};

/* Slots named below: 2, which is not empty, and one that is. */
enum { FULL = 2, EMPTY = 500, DEPTH = 64, ALL_RIGHTS = 15, UART_IRQ = 33 };
#define NEW_ADDRESS 0x10000000ull

static const struct attack attacks[] = {
    {InvalidInvocation, {0}},
    {UntypedRetype, {seL4_TCBObject, 0, 0, 0, EMPTY, 1}},
    {TCBReadRegisters, {1, 1}},
    {TCBWriteRegisters, {1, 1, 0}},
    {TCBConfigure, {0, 0, 0}},
    {TCBSetPriority, {254}},
    {TCBSetSpace, {0, 0}},
    {TCBSuspend, {0}},
    {TCBResume, {0}},
    {CNodeRevoke, {FULL, DEPTH}},
    {CNodeDelete, {FULL, DEPTH}},
    {CNodeCopy, {EMPTY, DEPTH, FULL, DEPTH, ALL_RIGHTS}},
    {CNodeMint, {EMPTY, DEPTH, FULL, DEPTH, ALL_RIGHTS, 1}},
    {CNodeMove, {EMPTY, DEPTH, FULL, DEPTH}},
    {IRQIssueIRQHandler, {UART_IRQ, EMPTY, DEPTH}},
    {IRQAckIRQ, {0}},
    {IRQSetIRQHandler, {0}},
    {IRQClearIRQHandler, {0}},
    {DomainSetSet, {0}},
    {SchedControlConfigureFlags, {1000, 1000, 0, 0, 0}},
    {SchedContextBind, {0}},
    {SchedContextUnbind, {0}},
    {ARMVSpaceClean_Data, {OWN_LOG, OWN_LOG + 64}},
    {ARMPageTableMap, {NEW_ADDRESS, seL4_ARM_Default_VMAttributes}},
    {ARMPageTableUnmap, {0}},
    {ARMPageMap, {NEW_ADDRESS, ALL_RIGHTS, seL4_ARM_Default_VMAttributes}},
    {ARMPageUnmap, {0}},
    {ARMPageGetAddress, {0}},
    {ARMASIDControlMakePool, {EMPTY, DEPTH}},
    {ARMASIDPoolAssign, {0}},
};

_Static_assert(sizeof(attacks) / sizeof(attacks[0]) == ATTACKS, "the warden counts them");

/* Its program ends in the middle of a page: the transcript says in which, and is to be the same
   with any compiler, and when the library grows a little. */
static const seL4_Uint8 room[0x800] __attribute__((used)) = {1};

/* The kernel's number for "what is this?"; the names of debugging calls exist in debug only. */
enum { CALL_IDENTIFY = -15 };

static const seL4_Uint32 constant = INSTRUCTION_RET;
static seL4_Uint32 data = INSTRUCTION_RET;
static seL4_Uint32 bss;

/* What came of an order. */
struct result {
    seL4_Word label; /* of the answer, or what was read */
    seL4_Word word;  /* the answer's first */
};

static microkit_msginfo start(const seL4_Uint32 *stack)
{
    microkit_mr_set(OWN_CODE, (seL4_Word)&start);
    microkit_mr_set(OWN_CONSTANT, (seL4_Word)&constant);
    microkit_mr_set(OWN_DATA, (seL4_Word)&data);
    microkit_mr_set(OWN_BSS, (seL4_Word)&bss);
    microkit_mr_set(OWN_STACK, (seL4_Word)stack);
    microkit_mr_set(OWN_BUFFER, (seL4_Word)seL4_GetIPCBuffer());
    return microkit_msginfo_new(REPORT_START, OWN_COUNT);
}

/* In the page at `page`: an instruction that returns, else one that is undefined (0). */
static seL4_Word harmless_instruction(seL4_Word page)
{
    const volatile seL4_Uint32 *word = (const volatile seL4_Uint32 *)page;
    seL4_Word found = page;

    for (unsigned i = 0; i < PAGE_BYTES / sizeof(*word); i++) {
        if (word[i] == INSTRUCTION_RET) {
            return (seL4_Word)&word[i];
        }
        if (word[i] == 0) {
            found = (seL4_Word)&word[i];
        }
    }
    return found;
}

/* A system call with a message, of the words of `attack`, to or from `target`. */
static struct result invoke(int number, seL4_CPtr target, const struct attack *attack)
{
    struct probe_registers r = {
        .x0 = target,
        .x1 = seL4_MessageInfo_new(attack->label, 0, 1, ATTACK_WORDS).words[0],
        .x2 = attack->words[0],
        .x3 = attack->words[1],
        .x4 = attack->words[2],
        .x5 = attack->words[3],
    };

    seL4_SetMR(4, attack->words[4]);
    seL4_SetMR(5, attack->words[5]);
    seL4_SetMR(6, 0);
    seL4_SetMR(ATTACK_MARK_AT, ATTACK_MARK);
    seL4_SetCap(0, target); /* sent along, where an operation takes a capability */
    probe_syscall(number, &r);
    return (struct result){r.x1 >> 12, r.x2};
}

/* The system call in which x0 is all that goes in and comes out. */
static struct result invoke_bare(int number, seL4_CPtr target)
{
    struct probe_registers r = {target, 0, 0, 0, 0, 0};

    probe_syscall(number, &r);
    return (struct result){r.x0, 0};
}

/* A log that is meant to harm whoever reads it. */
static void spoil_log(void)
{
    volatile struct log *log = (volatile struct log *)OWN_LOG;

    log_write(log, "\033[2J\033]0;", 0);
    for (unsigned i = 8; i < LOG_TEXT; i++) {
        log->records[0].text[i] = (char)(i % 2 == 0 ? '%' : 'n');
    }
    log->written = ~0ull;
}

static struct result obey(enum order order, seL4_Word target, seL4_Word detail)
{
    struct result nothing = {0, 0};

    switch (order) {
    case ORDER_READ:
        return (struct result){probe_read(target), 0};
    case ORDER_WRITE:
        probe_write(target, 0);
        return nothing;
    case ORDER_WRITE_BACK:
        probe_write(target, probe_read(target));
        return nothing;
    case ORDER_EXECUTE:
        probe_execute(target);
        return nothing;
    case ORDER_EXECUTE_PAGE:
        probe_execute(harmless_instruction(target));
        return nothing;
    case ORDER_CALL:
        return invoke(seL4_SysCall, target, &attacks[detail % ATTACKS]);
    case ORDER_SEND:
        return invoke(seL4_SysSend, target, &attacks[0]);
    case ORDER_NBSEND:
        return invoke(seL4_SysNBSend, target, &attacks[0]);
    case ORDER_RECEIVE:
        return invoke_bare(seL4_SysNBWait, target);
    case ORDER_IDENTIFY:
        return invoke_bare(CALL_IDENTIFY, target);
    case ORDER_REGISTER:
        probe_register(target);
        return nothing;
    case ORDER_SPOIL_LOG:
        spoil_log();
        return nothing;
    case ORDER_END:
        break;
    }
    return nothing;
}

void init(void)
{
    ((volatile struct log *)OWN_LOG)->owner = 'p';
    bss = INSTRUCTION_RET; /* not 0 before: it would be initialised data */
}

/* The warden says: begin. */
void notified(microkit_channel ch)
{
    seL4_Uint32 stack = INSTRUCTION_RET;
    microkit_msginfo answer;

    if (ch != PROBER_WARDEN) {
        return;
    }
    answer = microkit_ppcall(PROBER_WARDEN, start(&stack));
    while (microkit_msginfo_get_label(answer) != ORDER_END) {
        struct result result = obey((enum order)microkit_msginfo_get_label(answer),
                                    microkit_mr_get(0), microkit_mr_get(1));

        microkit_mr_set(0, result.label);
        microkit_mr_set(1, result.word);
        answer = microkit_ppcall(PROBER_WARDEN, microkit_msginfo_new(REPORT, 2));
    }
}
