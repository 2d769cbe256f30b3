/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The auditor: lets a machine in QEMU run to where it is to be looked at, and looks.
 * scripts/audit.sh starts both.
 *
 * It stops the machine where the kernel's state is whole: at an instruction of a user's
 * program, or where the kernel is about to be entered from one.
 *
 * Exit status: 0 all is as described, 1 something differs, 2 it could not be said.
 */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit.h"
#include "elf_sections.h"
#include "rules.h"

/* Exceptions from user programs, behind the start of the vectors (Arm ARM, "Exception vectors"). */
enum { VECTOR_USER_SYNCHRONOUS = 0x400, VECTOR_USER_IRQ = 0x480, SETTLE_SECONDS = 2,
       IMPOSSIBLE = 2 };

#define GICD_ISENABLER 0x100u
#define SGI_MASK 0xffffu /* interrupts 0 to 15; IHI 0048B, 4.3.5 */
#define SMMU_PADDR 0x9050000ull /* QEMU's virt machine */

struct session {
    struct options options;
    struct inputs inputs;
    struct debugger debugger;
    int status;
};

static bool fail(const char *format, const char *what)
{
    fprintf(stderr, format, what);
    return false;
}

/* ---- Stopping ---- */

static bool run_to_stop(struct session *session, unsigned seconds)
{
    return debugger_continue(&session->debugger) &&
           debugger_wait(&session->debugger, NULL, seconds) == DEBUGGER_STOPPED;
}

/* At the first instruction of each program, or nowhere any more. */
static bool break_at_entries(struct session *session, bool on)
{
    uint32_t count = session->inputs.system->domain_count;

    for (uint32_t i = 0; i < count; i++) {
        uint64_t entry = session->inputs.programs[i]->elf.entry;
        bool again = false;

        for (uint32_t j = 0; j < i; j++) {
            again = again || session->inputs.programs[j]->elf.entry == entry;
        }
        if (!again && !debugger_break(&session->debugger, entry, on)) {
            return false;
        }
    }
    return true;
}

static bool stop_at_start(struct session *session)
{
    if (!break_at_entries(session, true)) {
        return fail("error: %s\n", session->debugger.error);
    }
    if (!run_to_stop(session, session->options.seconds)) {
        return fail("error: no component has begun to run%s\n",
                    ": the system does not start, or the image is not that of the description");
    }
    return break_at_entries(session, false);
}

static bool break_at_vectors(struct session *session, uint64_t vectors, bool on)
{
    return debugger_break(&session->debugger, vectors + VECTOR_USER_SYNCHRONOUS, on) &&
           debugger_break(&session->debugger, vectors + VECTOR_USER_IRQ, on);
}

/* From wherever it is, to where the kernel's state is whole.  If nothing enters it any more, it
   waits in the kernel, and nobody runs: that is whole, too. */
static bool settle(struct session *session)
{
    struct elf_symbol vectors;
    uint64_t pc = 0;
    unsigned level = 0;

    if (!debugger_program_counter(&session->debugger, &pc, &level)) {
        return fail("error: %s\n", session->debugger.error);
    }
    if (level < image_exception_level()) {
        return true; /* a component, or a guest */
    }
    if (!elf_symbol_of(&session->inputs.kernel, NULL, "vectors", &vectors)) {
        return fail("error: %s has no symbol 'vectors'\n", session->options.kernel);
    }
    if (!break_at_vectors(session, vectors.address, true) ||
        !debugger_continue(&session->debugger)) {
        return fail("error: %s\n", session->debugger.error);
    }
    if (debugger_wait(&session->debugger, NULL, SETTLE_SECONDS) != DEBUGGER_STOPPED &&
        (!debugger_interrupt(&session->debugger) ||
         debugger_wait(&session->debugger, NULL, session->options.seconds) != DEBUGGER_STOPPED)) {
        return fail("error: %s\n", "QEMU does not stop the machine");
    }
    return break_at_vectors(session, vectors.address, false);
}

static bool stop_at_line(struct session *session, const char *pattern)
{
    regex_t line;
    enum debugger_event event;

    if (regcomp(&line, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
        return fail("error: '%s' is no regular expression\n", pattern);
    }
    if (!debugger_continue(&session->debugger)) {
        return fail("error: %s\n", session->debugger.error);
    }
    do {
        event = debugger_wait(&session->debugger, &line, session->options.seconds);
    } while (event == DEBUGGER_STOPPED && debugger_continue(&session->debugger));
    regfree(&line);
    if (event != DEBUGGER_PRINTED) {
        return fail("error: no line of the console matched '%s'\n", pattern);
    }
    if (!debugger_interrupt(&session->debugger) ||
        debugger_wait(&session->debugger, NULL, session->options.seconds) != DEBUGGER_STOPPED) {
        return fail("error: %s\n", "QEMU does not stop the machine");
    }
    return settle(session);
}

/* ---- Looking ---- */

static bool read_enabled(struct debugger *debugger, uint64_t gicd, struct image_devices *devices)
{
    for (unsigned i = 0; i < IMAGE_IRQ_WORDS; i++) {
        if (!debugger_physical(debugger, gicd + GICD_ISENABLER + 4 * i,
                               &devices->irq_enabled[i])) {
            return false;
        }
    }
    return true;
}

/* Where the interrupt controller is; the kernel keeps it for itself. */
static const struct reserved_span *interrupt_controller(const struct board_facts *board)
{
    for (size_t i = 0; i < board->reserved_count; i++) {
        if (strcmp(board->reserved[i].what, "interrupt controller") == 0) {
            return &board->reserved[i];
        }
    }
    return NULL;
}

static bool read_devices(struct session *session, struct look *look)
{
    struct debugger *debugger = &session->debugger;
    struct image_devices *devices = &look->devices;
    const struct reserved_span *gic = interrupt_controller(session->inputs.board);

    if (gic == NULL || !read_enabled(debugger, gic->span.start, devices)) {
        return fail("error: QEMU does not tell the registers of the interrupt controller%s\n", "");
    }
    /* A GIC has no mask for software-generated interrupts, or one that says nothing. */
    devices->irq_enabled[0] &= ~SGI_MASK;
    (void)debugger_system_register(debugger, "CNTV_CVAL_EL0", &devices->virtual_deadline);
    (void)debugger_system_register(debugger, "CNTHP_CVAL_EL2", &devices->hypervisor_deadline);
    for (const struct region *region = session->inputs.system->regions; region != NULL;
         region = region->next) {
        if (region->fixed && region->phys_addr == SMMU_PADDR) {
            smmu_read(&look->smmu, debugger, SMMU_PADDR);
        }
    }
    return true;
}

static bool look(struct session *session, const char *where, bool start)
{
    struct look look = {.options = &session->options, .inputs = &session->inputs, .where = where,
                        .start = start};
    enum audit_result result;

    if (!read_devices(session, &look)) {
        return false;
    }
    result = audit_look(&look);
    session->status = result == AUDIT_EQUAL ? session->status : (int)result;
    return result != AUDIT_IMPOSSIBLE;
}

static bool run(struct session *session)
{
    if (!debugger_open(&session->debugger, session->options.socket, STDIN_FILENO,
                       session->options.seconds)) {
        return fail("error: %s\n", session->debugger.error);
    }
    if (!stop_at_start(session) ||
        !look(session, "before the first instruction of a component", true)) {
        return false;
    }
    for (size_t i = 0; i < session->options.until_count; i++) {
        const char *pattern = session->options.until[i];
        const char *where = arena_format(&session->inputs.arena,
                                         "when a line had matched '%s'", pattern);

        if (!stop_at_line(session, pattern) || !look(session, where, false)) {
            return false;
        }
    }
    return true;
}

/* Kernels at another exception level have structures that this program was not compiled with: the
   auditor of these is beside it.  Returns if this is the right one. */
static void hand_over(const struct options *options, char **argv)
{
    const struct board_facts *board = board_facts_find(options->board);
    struct arena arena = {0};

    if (board != NULL && board->exception_level != image_exception_level()) {
        const char *other = arena_format(&arena, "%s_el%u", argv[0], board->exception_level);

        (void)execv(other, argv);
        (void)fail("error: %s cannot be run; expected there the auditor of kernels at that level\n",
                   other);
        exit(IMPOSSIBLE);
    }
}

int main(int argc, char **argv)
{
    struct session session = {.status = 0};
    bool done;

    if (!options_read(&session.options, argc, argv)) {
        return IMPOSSIBLE;
    }
    hand_over(&session.options, argv);
    done = inputs_read(&session.inputs, &session.options) && run(&session);
    diag_finish(&session.inputs.diag);
    debugger_close(&session.debugger);
    inputs_release(&session.inputs);
    return done ? session.status : IMPOSSIBLE;
}
