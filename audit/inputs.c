/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading what the audit is about.  Descriptions and ELF files are read by the tool's own
 * readers, which refuse what is malformed; what they mean, is said elsewhere.
 */
#include "inputs.h"

#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "sdf.h"

enum { TEXT_MAX = 64 << 20 };

/* ---- The command line ---- */

struct option {
    const char *name;
    const char **text;
};

static bool refuse(const char *what, const char *name)
{
    fprintf(stderr, "error: %s '%s'\n  see the top of scripts/audit.sh\n", what, name);
    return false;
}

static bool add(const char **list, size_t *count, const char *text)
{
    if (*count == INPUTS_MOST) {
        return refuse("too many of these options, the last with", text);
    }
    list[(*count)++] = text;
    return true;
}

/* One option and its value. */
static bool read_option(struct options *options, const char *name, const char *value)
{
    const struct option texts[] = {
        {"--board", &options->board},   {"--config", &options->config},
        {"--description", &options->description}, {"--report", &options->report},
        {"--kernel", &options->kernel}, {"--memory", &options->memory},
        {"--socket", &options->socket}, {"--draw", &options->draw},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (strcmp(name, texts[i].name) == 0) {
            *texts[i].text = value;
            return true;
        }
    }
    if (strcmp(name, "--until") == 0) {
        return add(options->until, &options->until_count, value);
    }
    if (strcmp(name, "--search-path") == 0) {
        return add(options->search, &options->search_count, value);
    }
    if (strcmp(name, "--memory-base") == 0) {
        options->memory_base = strtoull(value, NULL, 0);
        return true;
    }
    if (strcmp(name, "--seconds") == 0) {
        options->seconds = (unsigned)strtoul(value, NULL, 10);
        return true;
    }
    return refuse("unknown option", name);
}

bool options_read(struct options *options, int argc, char **argv)
{
    *options = (struct options){.board = "qemu_virt_aarch64", .config = "debug", .seconds = 60};
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 >= argc) {
            return refuse("no value after", argv[i]);
        }
        if (!read_option(options, argv[i], argv[i + 1])) {
            return false;
        }
    }
    if (options->description == NULL || options->kernel == NULL || options->memory == NULL ||
        options->socket == NULL) {
        return refuse("missing: one of", "--description --kernel --memory --socket");
    }
    return true;
}

/* ---- Files ---- */

static bool read_file(struct inputs *inputs, const char *path, struct buffer *bytes)
{
    const char *problem = file_read(&inputs->arena, path, TEXT_MAX, bytes);

    if (problem != NULL) {
        diag_fail(&inputs->diag, "%s %s", path, problem);
    }
    return problem == NULL;
}

static bool read_description(struct inputs *inputs, const struct options *options)
{
    const struct search search = {options->search, options->search_count};
    const struct xml_element *root;

    if (!read_file(inputs, options->description, &inputs->description)) {
        return false;
    }
    inputs->source = (struct source){options->description, (const char *)inputs->description.data,
                                     inputs->description.size};
    root = xml_parse(&inputs->arena, &inputs->diag);
    if (root != NULL) {
        inputs->system = sdf_read(&inputs->arena, &inputs->diag, &search, inputs->board, root);
    }
    return inputs->system != NULL && inputs->diag.errors == 0;
}

static const struct elf_file *open_program(struct inputs *inputs, const struct options *options,
                                           const struct domain *domain, const char *path)
{
    const struct search search = {options->search, options->search_count};
    const char *found = search_find(&inputs->arena, &search, path);
    const struct elf_file *file;

    if (found == NULL) {
        diag_fail(&inputs->diag, "the program of '%s', %s, is in no folder of --search-path",
                  domain->name, path);
        return NULL;
    }
    file = elf_files_open(&inputs->files, &inputs->arena, found);
    if (file->problem != NULL) {
        diag_fail(&inputs->diag, "%s %s", found, file->problem);
        return NULL;
    }
    return file;
}

static bool read_programs(struct inputs *inputs, const struct options *options)
{
    size_t bytes = inputs->system->domain_count * sizeof(*inputs->programs);

    inputs->programs = arena_allocate(&inputs->arena, bytes);
    inputs->symbols = arena_allocate(&inputs->arena, bytes);
    for (const struct domain *domain = inputs->system->domains; domain != NULL;
         domain = domain->next) {
        const struct elf_file *program = open_program(inputs, options, domain, domain->image_path);
        const struct elf_file *symbols =
            domain->symbols_path == NULL
                ? program
                : open_program(inputs, options, domain, domain->symbols_path);

        if (program == NULL || symbols == NULL) {
            return false;
        }
        inputs->programs[domain->index] = program;
        inputs->symbols[domain->index] = symbols;
    }
    return true;
}

static bool read_kernel(struct inputs *inputs, const struct options *options)
{
    char error[ELF_ERROR_SIZE];

    if (!read_file(inputs, options->kernel, &inputs->kernel_bytes)) {
        return false;
    }
    if (!elf_open(&inputs->kernel, inputs->kernel_bytes.data, inputs->kernel_bytes.size, error)) {
        diag_fail(&inputs->diag, "%s %s", options->kernel, error);
        return false;
    }
    return true;
}

bool inputs_read(struct inputs *inputs, const struct options *options)
{
    *inputs = (struct inputs){.diag.stream = stderr};
    inputs->diag.source = &inputs->source;
    inputs->board = board_facts_find(options->board);
    if (inputs->board == NULL) {
        diag_fail(&inputs->diag, "there is no board '%s'", options->board);
        return false;
    }
    if (options->report != NULL && !read_file(inputs, options->report, &inputs->report)) {
        return false;
    }
    buffer_append(&inputs->report, "", 1);
    return read_kernel(inputs, options) && read_description(inputs, options) &&
           read_programs(inputs, options);
}

void inputs_release(struct inputs *inputs)
{
    elf_files_release(&inputs->files);
    if (inputs->system != NULL) {
        sdf_release(inputs->system);
    }
    buffer_release(&inputs->description);
    buffer_release(&inputs->report);
    buffer_release(&inputs->kernel_bytes);
    arena_release(&inputs->arena);
}
