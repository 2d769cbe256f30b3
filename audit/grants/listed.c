/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading report.txt line by line.  A line that is not of the forms below says nothing
 * about authority.
 */
#include "listed.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "rights.h"

enum { PAGE = 0x1000 };

struct reading {
    struct arena *arena;
    struct grants *grants;
    const struct board_facts *board;
    const char *holder; /* whose paragraph it is, or NULL */
    const char *machine; /* the virtual machine whose paragraph it is, or NULL */
    struct buffer vcpus; /* of it, what they are called: const char * */
    const char *scheduling; /* of each of these */
    bool interrupts;    /* it is the paragraph of these */
};

static bool starts(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

/* One blank between words, none at the ends; in place. */
static void squeeze(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        bool blank = *from == ' ';

        if (!blank || (to > text && to[-1] != ' ')) {
            *to++ = *from;
        }
    }
    if (to > text && to[-1] == ' ') {
        to--;
    }
    *to = '\0';
}

static char *copy_of(struct reading *reading, const char *text)
{
    char *copy = arena_copy(reading->arena, text, strlen(text));

    squeeze(copy);
    return copy;
}

/* Where rights or a badge begin in what follows a capability's object; or its end. */
static char *rights_in(char *text)
{
    static const char *const words[] = {" Read", " Write", " Grant", " badge 0x"};
    char *first = text + strlen(text);

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        char *at = strstr(text, words[i]);

        first = at != NULL && at < first ? at : first;
    }
    return first;
}

/* "slot 15 notification safe_server: notification Write badge 0x4" */
static void read_cap(struct reading *reading, const char *line)
{
    char *text = copy_of(reading, line);
    char *rest = text;
    uint64_t slot = strtoull(text + strlen("slot "), &rest, 10);

    rest += *rest == ' ';
    char *rights = rights_in(rest);
    if (*rights != '\0') {
        *rights++ = '\0';
    }
    grants_add(reading->grants, reading->holder, GRANT_CAP, slot, rest, rights);
}

/* "0x.. to 0x.. N bytes rw- cached region vault" */
static void read_mapping(struct reading *reading, const char *holder, const char *line)
{
    char *text = copy_of(reading, line);
    char *rest = text;
    uint64_t start = strtoull(text, &rest, 16);
    uint64_t end = starts(rest, " to ") ? strtoull(rest + 4, &rest, 16) : start;
    char *rights = strstr(rest, " bytes ");

    if (rights == NULL || end <= start) {
        return;
    }
    rights += strlen(" bytes ");
    bool cached = strlen(rights) > 4 && starts(rights + 4, "cached ");
    const char *what = rights + 4 + strlen(cached ? "cached " : "uncached ");
    const char *program = strstr(what, ": program at 0x");
    for (uint64_t at = start; at < end; at += PAGE) {
        const char *page =
            program != NULL
                ? arena_format(reading->arena, "page 0x%" PRIx64 " of %.*s: program", at,
                               (int)(program - what), what)
                : arena_format(reading->arena, "page %" PRIu64 " of %s", (at - start) / PAGE,
                               what);
        grants_add(reading->grants, holder, GRANT_PAGE, at, page,
                   access_text(reading->arena, rights[0] == 'r', rights[1] == 'w',
                               rights[2] == 'x', cached));
    }
}

static uint64_t number_after(const char *text, const char *words, int base)
{
    const char *at = strstr(text, words);

    return at == NULL ? 0 : strtoull(at + strlen(words), NULL, base);
}

static void read_scheduling(struct reading *reading, const char *holder, const char *line)
{
    uint64_t khz = reading->board->timer_khz;
    const char *budget = strstr(line, "of each vcpu ") != NULL ? "of each vcpu " : "budget ";

    grants_add(reading->grants, holder, GRANT_PRIORITY, 0,
               arena_format(reading->arena, "priority %" PRIu64,
                            number_after(line, "priority ", 10)),
               "");
    grants_add(reading->grants, holder, GRANT_BUDGET, 0, "time",
               time_text(reading->arena, reading->board,
                         number_after(line, budget, 10) * khz / 1000,
                         number_after(line, "in each ", 10) * khz / 1000));
}

/* "monitor: endpoint, badge 0x1" */
static void read_faults(struct reading *reading, const char *holder, const char *line)
{
    char *object = copy_of(reading, line);
    uint64_t badge = number_after(object, ", badge ", 16);
    char *comma = strstr(object, ", badge ");

    if (comma != NULL) {
        *comma = '\0';
    }
    grants_add(reading->grants, holder, GRANT_FAULTS, 0, object,
               arena_format(reading->arena, "Write Grant GrantReply badge 0x%" PRIx64, badge));
}

/* "36 signals driver: notification, badge 0x4" */
static void read_interrupt(struct reading *reading, const char *line)
{
    char *rest = copy_of(reading, line);
    uint64_t number = strtoull(rest, &rest, 10);

    if (!starts(rest, " signals ")) {
        return;
    }
    rest += strlen(" signals ");
    uint64_t badge = number_after(rest, ", badge ", 16);
    char *comma = strstr(rest, ", badge ");
    if (comma != NULL) {
        *comma = '\0';
    }
    grants_add(reading->grants, arena_format(reading->arena, "interrupt %" PRIu64, number),
               GRANT_IRQ, number, rest, arena_format(reading->arena, "badge 0x%" PRIx64, badge));
}

static void read_domain_line(struct reading *reading, const char *line)
{
    const char *text = line + strspn(line, " ");

    if (starts(line, "    slot ")) {
        read_cap(reading, text);
    } else if (starts(line, "    0x")) {
        read_mapping(reading, reading->holder, text);
    } else if (starts(text, "scheduling ")) {
        read_scheduling(reading, reading->holder, text);
    } else if (starts(text, "faults go to ")) {
        read_faults(reading, reading->holder, text + strlen("faults go to "));
    } else if (starts(text, "IPC buffer ")) {
        grants_add(reading->grants, reading->holder, GRANT_BUFFER,
                   number_after(text, "IPC buffer ", 16),
                   arena_format(reading->arena, "page 0 of %s: ipc buffer", reading->holder), "");
    } else if (starts(text, "may set the physical timer")) {
        grants_add(reading->grants, reading->holder, GRANT_TIMER, 0, "", "");
    }
}

static const char *quoted(struct reading *reading, const char *name)
{
    const char *end = strchr(name, '\'');

    return end == NULL ? name : arena_copy(reading->arena, name, (size_t)(end - name));
}

/* "Protection domain 'name', child 1 of 'parent'" */
static void begin_domain(struct reading *reading, const char *line)
{
    reading->holder = quoted(reading, line + strlen("Protection domain '"));
}

/* ---- Virtual machines ---- */

/* "Virtual machine 'guest' of 'runner', which starts it" */
static void begin_machine(struct reading *reading, const char *line)
{
    reading->machine = quoted(reading, line + strlen("Virtual machine '"));
    reading->vcpus.size = 0;
    reading->scheduling = "";
}

/* "vcpu 0 faults go to runner: endpoint, badge 0x4000000000000000" */
static void read_vcpu(struct reading *reading, const char *line)
{
    const char *faults = strstr(line, "faults go to ");
    const char *name = arena_format(reading->arena, "%s vcpu %" PRIu64, reading->machine,
                                    number_after(line, "vcpu ", 10));

    if (faults != NULL) {
        buffer_append(&reading->vcpus, &name, sizeof(name));
        read_scheduling(reading, name, reading->scheduling);
        read_faults(reading, name, faults + strlen("faults go to "));
        grants_add(reading->grants, name, GRANT_FPU, 0, "", "");
    }
}

/* The memory is of all its vcpus, which stand above. */
static void read_machine_line(struct reading *reading, const char *line)
{
    const char *text = line + strspn(line, " ");

    if (starts(line, "    0x")) {
        for (size_t i = 0; i < reading->vcpus.size / sizeof(const char *); i++) {
            read_mapping(reading, ((const char **)(void *)reading->vcpus.data)[i], text);
        }
    } else if (starts(text, "scheduling ")) {
        reading->scheduling = copy_of(reading, text);
    } else if (starts(text, "vcpu ")) {
        read_vcpu(reading, text);
    }
}

/* ---- All ---- */

static void read_line(struct reading *reading, const char *line)
{
    if (starts(line, "Protection domain '")) {
        reading->machine = NULL;
        begin_domain(reading, line);
    } else if (line[0] != ' ') {
        reading->holder = NULL;
        reading->machine = NULL;
        if (starts(line, "Virtual machine '")) {
            begin_machine(reading, line);
        }
        reading->interrupts = starts(line, "Interrupts");
    } else if (reading->machine != NULL) {
        read_machine_line(reading, line);
    } else if (reading->holder != NULL) {
        read_domain_line(reading, line);
    } else if (reading->interrupts) {
        read_interrupt(reading, line);
    }
}

/* Who has no line about floating point, may use it. */
static void add_floating_point(struct reading *reading, const char *text)
{
    for (const char *at = strstr(text, "Protection domain '"); at != NULL;) {
        const char *next = strstr(at + 1, "Protection domain '");
        const char *none = strstr(at, "no floating-point");

        if (none == NULL || (next != NULL && none > next)) {
            begin_domain(reading, at);
            grants_add(reading->grants, reading->holder, GRANT_FPU, 0, "", "");
        }
        at = next;
    }
    reading->holder = NULL;
}

const char *listed_grants(char *text, const struct board_facts *board, struct grants *grants)
{
    struct reading reading = {.arena = grants->arena, .grants = grants, .board = board};

    if (strstr(text, "Protection domain '") == NULL) {
        return "lists no protection domain; expected the report that the tool wrote with -r";
    }
    add_floating_point(&reading, text);
    for (char *line = text, *end = text; end != NULL; line = end + 1) {
        end = strchr(line, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        read_line(&reading, line);
        if (end != NULL) {
            *end = '\n';
        }
    }
    buffer_release(&reading.vcpus);
    grants_sort(grants);
    return NULL;
}

void listed_memory(const char *text, void (*visit)(void *context, uint64_t start, uint64_t end,
                                                   const char *what),
                   void *context)
{
    const char *line = strstr(text, "\nPhysical memory when all has been made\n");

    for (line = line == NULL ? NULL : strchr(line + 1, '\n'); line != NULL && line[1] == ' ';
         line = strchr(line + 1, '\n')) {
        char what[128] = "";
        uint64_t start;
        uint64_t end;
        uint64_t size;

        if (sscanf(line + 1, " 0x%" SCNx64 " to 0x%" SCNx64 " %" SCNu64 " bytes %127[^\n]", &start,
                   &end, &size, what) == 4) {
            visit(context, start, end, what);
        }
    }
}
