/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The highest priority that a component may have, and the parent of the others.
 */
#include "edges.h"

enum { WORKER = 0, LOW = 61 };  /* children */
enum { LOW_SIGNAL = 0 };        /* channel */

struct edges_notes *notes;
volatile seL4_Word *large;
volatile seL4_Word *uncached;
volatile seL4_Uint32 *code;

void init(void)
{
}

void notified(microkit_channel ch)
{
    if (ch == LOW_SIGNAL) {
        notes->high_signals++;
        microkit_notify(ch);
    }
}

/* What was written as data is fetched as instructions: Arm ARM, B2.4.4. */
static void write_code(void)
{
    code[0] = 0x52800000u | EDGES_RESULT << 5; /* mov w0, #EDGES_RESULT */
    code[1] = 0xd65f03c0u;                     /* ret */
    __asm__ volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n dsb ish\n isb" : : "r"(code) :
                     "memory");
}

static void write_words(seL4_Word word)
{
    large[0] = word;
    large[EDGES_LARGE_WORDS - 1] = ~word;
    uncached[0] = word;
}

static microkit_msginfo echo(seL4_Uint8 count)
{
    seL4_Word words[120];

    for (seL4_Uint8 i = 0; i < count; i++) {
        words[i] = microkit_mr_get(i);
    }
    for (seL4_Uint8 i = 0; i < count; i++) {
        microkit_mr_set(i, words[count - 1 - i]);
    }
    return microkit_msginfo_new(EDGES_ECHO, count);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    switch (microkit_msginfo_get_label(msginfo)) {
    case EDGES_ECHO:
        return echo((seL4_Uint8)microkit_msginfo_get_count(msginfo));
    case EDGES_WRITE_CODE:
        write_code();
        break;
    case EDGES_WRITE:
        write_words(microkit_mr_get(0));
        break;
    case EDGES_STOP:
        microkit_pd_stop(WORKER);
        break;
    case EDGES_RESTART:
        microkit_pd_restart(WORKER, notes->worker_entry);
        break;
    default:
        break;
    }
    return microkit_msginfo_new(0, 0);
}

/* Reads all registers of the thread that faulted: 1 if the fault's words are still there then. */
static seL4_Word words_outlive_registers(void)
{
    seL4_Word words[seL4_VMFault_Length];
    seL4_UserContext regs;

    for (int i = 0; i < seL4_VMFault_Length; i++) {
        words[i] = seL4_GetMR(i);
    }
    if (seL4_TCB_ReadRegisters(BASE_TCB_CAP + LOW, 0, 0, sizeof regs / sizeof(seL4_Word), &regs) !=
            seL4_NoError ||
        regs.pc != words[seL4_VMFault_IP]) {
        return 0;
    }
    for (int i = 0; i < seL4_VMFault_Length; i++) {
        if (seL4_GetMR(i) != words[i]) {
            return 0;
        }
    }
    return 1;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    (void)reply;
    if (child == LOW) {
        notes->faults++;
        notes->fault_label = microkit_msginfo_get_label(msginfo);
        notes->fault_address = microkit_mr_get(seL4_VMFault_Addr);
        notes->faults_kept += words_outlive_registers();
        microkit_pd_restart(LOW, notes->recover);
    }
    return seL4_False;
}
