/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A look: the memory as the kernel sees it, its invariants, then three lists of grants,
 * compared: the machine's, the description's, the report's.
 */
#define _DEFAULT_SOURCE /* SEEK_DATA */
#define _GNU_SOURCE
#include "audit.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "contents.h"
#include "draw.h"
#include "file.h"
#include "find.h"
#include "graphviz.h"
#include "listed.h"

struct auditing {
    const struct look *look;
    struct inputs *inputs;
    struct arena *arena;
    int memory; /* the file */
    struct image image;
    struct facts facts;
    struct described described;
    struct present present;
    struct grants required, optional, there, devices, listed;
    size_t differences;
};

/* ---- Memory ---- */

static bool map_memory(struct auditing *auditing)
{
    const struct options *options = auditing->look->options;
    struct stat status;
    void *bytes;

    auditing->memory = open(options->memory, O_RDONLY);
    if (auditing->memory < 0 || fstat(auditing->memory, &status) != 0 || status.st_size == 0) {
        fprintf(stderr, "error: %s: %s\n", options->memory, strerror(errno));
        return false;
    }
    bytes = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE,
                 auditing->memory, 0);
    if (bytes == MAP_FAILED) {
        fprintf(stderr, "error: %s cannot be mapped: %s\n", options->memory, strerror(errno));
        return false;
    }
    auditing->image = (struct image){
        .arena = auditing->arena,
        .kernel = &auditing->inputs->kernel,
        .kernel_path = options->kernel,
        .ram = bytes,
        .ram_base = options->memory_base,
        .ram_size = (uint64_t)status.st_size,
        .devices = auditing->look->devices,
    };
    return true;
}

/* ---- Invariants ---- */

/* Where the file has no data, it is zero. */
static const char *check_free(const struct auditing *auditing)
{
    const struct image *image = &auditing->image;
    off_t at = 0;

    while ((at = lseek(auditing->memory, at, SEEK_DATA)) >= 0) {
        off_t end = lseek(auditing->memory, at, SEEK_HOLE);
        const char *broken = image_check_free(image->ram_base + (uint64_t)at,
                                              image->ram_base + (uint64_t)end);

        if (broken != NULL || end <= at) {
            return broken;
        }
        at = end;
    }
    return NULL;
}

static void check(struct auditing *auditing)
{
    bool waits = false;
    const char *broken = image_check(&waits);
    const char *unclean = broken == NULL ? check_free(auditing) : NULL;

    if (broken != NULL || unclean != NULL) {
        printf("  an invariant of the kernel does not hold: %s\n",
               broken != NULL ? broken : unclean);
        auditing->differences++;
    }
    if (waits) {
        printf("  (nobody runs, the machine waits: invariants of who runs were left out)\n");
    }
}

/* ---- Lists ---- */

/* What may be there or not, is left out of what is compared. */
static void leave_out(struct grants *from, const struct grants *optional,
                      const struct grants *required)
{
    size_t kept = 0;

    for (size_t i = 0; i < GRANT_COUNT(from); i++) {
        const struct grant *grant = GRANT_AT(from, i);

        if (!grants_have(optional, grant) || grants_have(required, grant)) {
            *GRANT_AT(from, kept) = *grant;
            kept++;
        }
    }
    from->list.size = kept * sizeof(struct grant);
}

static void describe(struct auditing *auditing)
{
    struct inputs *inputs = auditing->inputs;

    auditing->described = (struct described){
        .arena = auditing->arena,
        .system = inputs->system,
        .programs = inputs->programs,
        .symbols = inputs->symbols,
        .benchmark = strcmp(auditing->look->options->config, "benchmark") == 0,
        .start = auditing->look->start,
    };
    described_grants(&auditing->described, &auditing->required, &auditing->optional);
}

static void name(struct auditing *auditing)
{
    struct inputs *inputs = auditing->inputs;
    uint32_t count = inputs->system->domain_count;
    uint64_t *name_at = arena_allocate(auditing->arena, count * sizeof(*name_at));

    auditing->present = (struct present){
        .arena = auditing->arena,
        .facts = &auditing->facts,
        .system = inputs->system,
        .thread_of = arena_allocate(auditing->arena, count * sizeof(int)),
    };
    for (uint32_t i = 0; i < count; i++) {
        struct elf_symbol symbol;

        if (elf_file_symbol(inputs->symbols[i], "microkit_name", &symbol) != ELF_MISSING) {
            name_at[i] = symbol.address;
        }
    }
    auditing->differences +=
        present_name(&auditing->present, stdout, &auditing->required, name_at);
    present_grants(&auditing->present, &auditing->there, auditing->look->start);
    leave_out(&auditing->there, &auditing->optional, &auditing->required);
}

/* Devices that the description says nothing of, are somebody's who has the SMMU's registers. */
static void look_at_devices(struct auditing *auditing)
{
    size_t count;
    const struct grant *last = NULL;

    smmu_grants(&auditing->look->smmu, stdout, &auditing->present, &auditing->devices);
    count = GRANT_COUNT(&auditing->devices);
    if (auditing->look->smmu.present && auditing->inputs->system->io_spaces != NULL) {
        auditing->differences += grants_compare(stdout, &auditing->devices, &auditing->required,
                                                1u << GRANT_DEVICE, "the description");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct grant *grant = GRANT_AT(&auditing->devices, i);

        if (last == NULL || strcmp(last->holder, grant->holder) != 0 ||
            strcmp(last->object, grant->object) != 0) {
            printf("  %s reaches %s, %.3s, at its 0x%" PRIx64
                   ": by whoever has the SMMU's registers\n",
                   grant->holder, grant->object, grant->rights, grant->place);
        }
        last = grant;
    }
}

/* ---- The report ---- */

/* "region x" for "page 3 of region x"; "client: program" for "client: program at 0x200000". */
static bool same_stretch(const char *page, const char *what)
{
    const char *of = strncmp(page, "page ", 5) == 0 ? strstr(page, " of ") : NULL;
    size_t length = of == NULL ? 0 : strlen(of + 4);

    return of != NULL && strncmp(of + 4, what, length) == 0 &&
           (what[length] == '\0' || strncmp(what + length, " at 0x", 6) == 0);
}

static void compare_piece(void *context, uint64_t start, uint64_t end, const char *what)
{
    struct auditing *auditing = context;

    for (size_t i = 0; i < FACT_COUNT(auditing->facts.maps, struct fact_map); i++) {
        const struct fact_map *map = FACT_AT(auditing->facts.maps, struct fact_map, i);

        if (map->thread == auditing->present.monitor || map->paddr < start || map->paddr >= end) {
            continue;
        }
        const char *page = present_page(&auditing->present, map->paddr);
        if (!same_stretch(page, what)) {
            printf("  report.txt says that physical memory at 0x%" PRIx64
                   " is: %s; in the machine it is %s\n", map->paddr, what, page);
            auditing->differences++;
        }
    }
}

static bool compare_report(struct auditing *auditing)
{
    char *text = (char *)auditing->inputs->report.data;
    const char *problem;

    if (auditing->look->options->report == NULL) {
        return true;
    }
    problem = listed_grants(text, auditing->inputs->board, &auditing->listed);
    if (problem != NULL) {
        fprintf(stderr, "error: %s %s\n", auditing->look->options->report, problem);
        return false;
    }
    leave_out(&auditing->listed, &auditing->optional, &auditing->required);
    /* It lists no monitor. */
    struct grants there = {.arena = auditing->arena};
    for (size_t i = 0; i < GRANT_COUNT(&auditing->there); i++) {
        const struct grant *grant = GRANT_AT(&auditing->there, i);

        if (strcmp(grant->holder, "monitor") != 0) {
            buffer_append(&there.list, grant, sizeof(*grant));
        }
    }
    auditing->differences +=
        grants_compare(stdout, &there, &auditing->listed, LISTED_KINDS, "report.txt");
    listed_memory(text, compare_piece, auditing);
    buffer_release(&there.list);
    return true;
}

/* ---- Drawings ---- */

static void draw(struct auditing *auditing, const char *file, const char *title,
                 const struct grants *grants, const struct grants *other)
{
    struct buffer dot = {0};
    struct buffer svg = {0};
    const char *folder = auditing->look->options->draw;
    struct output outputs[2];
    size_t count = 1;

    draw_grants(&dot, title, grants, other);
    outputs[0] = (struct output){arena_format(auditing->arena, "%s/%s.dot", folder, file), &dot};
    if (graphviz_draw(&auditing->inputs->diag, &dot, &svg)) {
        outputs[count++] =
            (struct output){arena_format(auditing->arena, "%s/%s.svg", folder, file), &svg};
    }
    if (file_write_all(auditing->arena, &auditing->inputs->diag, outputs, count)) {
        printf("  drawn: %s\n", outputs[count - 1].path);
    }
    buffer_release(&dot);
    buffer_release(&svg);
}

static void draw_both(struct auditing *auditing)
{
    if (auditing->look->options->draw == NULL) {
        return;
    }
    draw(auditing, "description", "What the description grants", &auditing->required,
         &auditing->there);
    draw(auditing, "machine",
         arena_format(auditing->arena, "What there is in the machine, %s", auditing->look->where),
         &auditing->there, &auditing->required);
}

/* ---- All ---- */

static size_t count_of(const struct grants *grants, enum grant_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < GRANT_COUNT(grants); i++) {
        count += GRANT_AT(grants, i)->kind == kind;
    }
    return count;
}

static void sum_up(const struct auditing *auditing)
{
    const struct grants *there = &auditing->there;

    printf("  looked at: %zu threads, %zu capabilities that they hold, %zu pages, %zu interrupts\n",
           FACT_COUNT(auditing->facts.threads, struct fact_thread), count_of(there, GRANT_CAP),
           count_of(there, GRANT_PAGE), count_of(there, GRANT_IRQ));
    present_lost(&auditing->present, stdout);
    if (auditing->differences == 0) {
        printf("AUDIT EQUAL %s\n", auditing->look->where);
    } else {
        printf("AUDIT DIFFERS in %zu ways %s\n", auditing->differences, auditing->look->where);
    }
}

static bool compare(struct auditing *auditing)
{
    if (!image_open(&auditing->image)) {
        fprintf(stderr, "error: %s\n", auditing->image.error);
        return false;
    }
    printf("audit: the machine has stopped %s\n", auditing->look->where);
    check(auditing);
    find_facts(&auditing->facts);
    describe(auditing);
    name(auditing);
    auditing->differences +=
        grants_compare(stdout, &auditing->there, &auditing->required,
                       GRANT_ALL_KINDS & ~(1u << GRANT_DEVICE), "the description");
    if (auditing->look->start) {
        auditing->differences +=
            contents_compare(stdout, &auditing->described, &auditing->present);
    } else {
        look_at_devices(auditing);
    }
    if (!compare_report(auditing)) {
        return false;
    }
    draw_both(auditing);
    sum_up(auditing);
    return true;
}

static void release(struct auditing *auditing)
{
    struct facts *facts = &auditing->facts;

    if (auditing->image.ram != NULL) {
        (void)munmap(auditing->image.ram, (size_t)auditing->image.ram_size);
    }
    if (auditing->memory >= 0) {
        (void)close(auditing->memory);
    }
    buffer_release(&facts->threads);
    buffer_release(&facts->caps);
    buffer_release(&facts->lost);
    buffer_release(&facts->objects);
    buffer_release(&facts->times);
    buffer_release(&facts->maps);
    buffer_release(&facts->irqs);
    buffer_release(&auditing->required.list);
    buffer_release(&auditing->optional.list);
    buffer_release(&auditing->there.list);
    buffer_release(&auditing->devices.list);
    buffer_release(&auditing->listed.list);
    (void)fflush(stdout);
}

enum audit_result audit_look(const struct look *look)
{
    struct arena arena = {0};
    struct auditing auditing = {.look = look, .inputs = look->inputs, .arena = &arena,
                                .memory = -1};
    bool done;

    auditing.required.arena = auditing.optional.arena = &arena;
    auditing.there.arena = auditing.devices.arena = auditing.listed.arena = &arena;
    done = map_memory(&auditing) && compare(&auditing);
    release(&auditing);
    arena_release(&arena);
    return !done ? AUDIT_IMPOSSIBLE : auditing.differences == 0 ? AUDIT_EQUAL : AUDIT_DIFFERS;
}
