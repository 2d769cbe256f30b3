/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a system description to a boot image.  The steps, in order:
 *
 *   read       options, the description as text
 *   understand xml -> sdf: model, checked by itself
 *   load       program: each PD's ELF file, checked against the model; settings
 *   plan       objects, capabilities, mappings, threads
 *   build      image; whether it will boot; report and what else was asked for
 *   write      all or nothing
 *
 * A step reports all errors it can find; the first three go on after errors to
 * find those of the next one, the others start only if there were none.
 */
#include "run.h"

#include <string.h>

#include "file.h"
#include "forecast.h"
#include "image.h"
#include "kernel_check.h"
#include "options.h"
#include "outputs.h"
#include "program_layout.h"
#include "sdf.h"
#include "settings.h"

/* A description is a few hundred bytes for each PD or channel. */
enum { DESCRIPTION_MAX_SIZE = 4 << 20, VERSION_MAX_SIZE = 256 };

struct run {
    struct arena arena;
    struct diag diag;
    struct options options;
    const struct board_facts *board;
    struct source source;
    struct buffer description;
    struct system *system;
    struct elf_files files;
    struct program **programs; /* by domain index; NULL where there was an error */
    struct plan plan;
    struct image_parts parts;
    struct image image;
    struct forecast forecast;
};

/* Text editors may start a file with U+FEFF; it is not part of the text. */
static void skip_byte_order_mark(struct source *source)
{
    if (source->size >= 3 && memcmp(source->text, "\xef\xbb\xbf", 3) == 0) {
        source->text += 3;
        source->size -= 3;
    }
}

static bool read_description(struct run *run)
{
    const char *path = run->options.system;
    const char *problem = file_read(&run->arena, path, DESCRIPTION_MAX_SIZE, &run->description);

    if (problem != NULL) {
        diag_fail(&run->diag, "%s %s", path, problem);
        return false;
    }
    run->source = (struct source){path, (const char *)run->description.data,
                                  run->description.size};
    skip_byte_order_mark(&run->source);
    const char *nul = run->source.size == 0 ? NULL
                                            : memchr(run->source.text, '\0', run->source.size);
    if (nul != NULL) {
        diag_error(&run->diag, (size_t)(nul - run->source.text),
                   "a NUL byte; expected XML in UTF-8");
        return false;
    }
    return true;
}

static bool understand(struct run *run)
{
    const struct search search = {run->options.search, run->options.search_count};
    const struct xml_element *root = xml_parse(&run->arena, &run->diag);

    if (root != NULL) {
        run->system = sdf_read(&run->arena, &run->diag, &search, run->board, root);
    }
    return run->system != NULL;
}

static bool load_programs(struct run *run)
{
    const struct search search = {run->options.search, run->options.search_count};

    run->programs = arena_allocate(&run->arena, run->system->domain_count * sizeof(*run->programs));
    for (const struct domain *domain = run->system->domains; domain != NULL;
         domain = domain->next) {
        struct program *program = program_load(&run->arena, &run->diag, &run->files, domain,
                                               &search);

        run->programs[domain->index] = program;
        if (program != NULL) {
            layout_check_maps(&run->diag, domain, program);
            settings_apply(&run->arena, &run->diag, domain, program);
        }
    }
    return run->diag.errors == 0;
}

static bool load_parts(struct run *run, const char *folder)
{
    struct arena *arena = &run->arena;
    const char *kernel = run->options.kernel;
    bool loaded = component_load(arena, &run->diag, &run->parts.loader,
                                 arena_format(arena, "%s/elf/loader.elf", folder));

    kernel = kernel != NULL ? kernel : arena_format(arena, "%s/elf/sel4.elf", folder);
    loaded &= component_load(arena, &run->diag, &run->parts.kernel, kernel);
    loaded &= component_load(arena, &run->diag, &run->parts.initialiser,
                             arena_format(arena, "%s/elf/initialiser.elf", folder));
    return loaded && (run->options.kernel == NULL ||
                      kernel_config_check(arena, &run->diag, &run->parts.kernel, folder));
}

static bool build(struct run *run)
{
    plan_build(&run->arena, &run->diag, &run->plan, run->system, run->programs,
               strcmp(run->options.config, "benchmark") == 0);
    if (run->diag.errors > 0 ||
        !image_build(&run->diag, &run->image, &run->parts, &run->plan, run->board) ||
        !forecast_make(&run->arena, &run->diag, &run->forecast, &run->parts, &run->image,
                       &run->plan, run->system)) {
        return false;
    }
    run->image.kernel_file = run->options.kernel;
    const struct built built = {
        run->system, run->programs, &run->plan, &run->parts, &run->image, &run->forecast,
    };
    return outputs_write(&run->arena, &run->diag, &run->options, &built);
}

static size_t line_length(const struct buffer *text)
{
    size_t length = 0;

    while (length < text->size && text->data[length] != '\n') {
        length += 1;
    }
    return length;
}

/* The version is that of the whole SDK, which has it in a file. */
static bool print_version(struct run *run, const char *root)
{
    const char *path = arena_format(&run->arena, "%s/VERSION", root);
    const char *problem = file_read(&run->arena, path, VERSION_MAX_SIZE, &run->description);

    if (problem != NULL) {
        diag_fail(&run->diag, "%s %s", path, problem);
        return false;
    }
    printf("microkit %.*s\n", (int)line_length(&run->description),
           (const char *)run->description.data);
    return true;
}

/* The SDK has a folder for the board; the tool has to have its facts, too. */
static bool know_board(struct run *run)
{
    run->board = board_facts_find(run->options.board);
    if (run->board == NULL) {
        diag_fail(&run->diag, "the SDK has a board '%s', of which this tool does not know memory, "
                              "interrupts and timer; expected a tool that was built with it",
                  run->options.board);
    }
    return run->board != NULL;
}

/* Returns whether the image was built, or was not asked for. */
static bool run_steps(struct run *run, int argc, char **argv)
{
    const struct options *options = &run->options;

    if (!options_parse(&run->arena, &run->diag, argc, argv, &run->options)) {
        return false;
    }
    if (options->help) {
        options_print_help(stdout);
        return true;
    }
    const char *root = sdk_root(&run->arena, &run->diag, argv[0]);
    if (root != NULL && options->version) {
        return print_version(run, root);
    }
    const char *folder = root == NULL ? NULL
                                      : sdk_config_folder(&run->arena, &run->diag, root,
                                                          options->board, options->config);
    return folder != NULL && know_board(run) && outputs_check(&run->diag, options) &&
           read_description(run) && understand(run) && load_programs(run) &&
           load_parts(run, folder) && build(run);
}

static void release(struct run *run)
{
    elf_files_release(&run->files);
    if (run->system != NULL) {
        sdf_release(run->system);
    }
    component_release(&run->parts.loader);
    component_release(&run->parts.kernel);
    component_release(&run->parts.initialiser);
    plan_release(&run->plan);
    buffer_release(&run->image.bytes);
    forecast_release(&run->forecast);
    buffer_release(&run->description);
    arena_release(&run->arena);
}

bool run_tool(int argc, char **argv, FILE *messages)
{
    struct run run = {.diag.stream = messages};

    run.diag.source = &run.source;
    bool built = run_steps(&run, argc, argv);
    diag_finish(&run.diag);
    release(&run);
    return built;
}
