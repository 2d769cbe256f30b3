/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Command line of Microkit 2.3.0, and --diagram, which is ours.  It is parsed
 * here and not by getopt because --search-path takes all arguments up to the
 * next option.
 */
#include "options.h"

#include <string.h>

#include "file.h"

static const char usage[] =
    "usage: microkit [-h] [--version] [-o OUTPUT] [-r REPORT] --board BOARD --config CONFIG\n"
    "                [--image-type TYPE] [--override-kernel FILE] [--capdl-json FILE]\n"
    "                [--viper-output FILE] [--diagram FILE] [--search-path PATH ...] system\n";

void options_print_help(FILE *stream)
{
    fputs(usage, stream);
    fputs("\n"
          "Builds a bootable image from a system description.\n"
          "\n"
          "  system                 the system description (XML)\n"
          "  -h, --help             print this\n"
          "  --version              print the version of the SDK\n"
          "  -o, --output OUTPUT    the image (default: loader.img)\n"
          "  -r, --report REPORT    what is in it (default: report.txt)\n"
          "  --board BOARD          a board of the SDK\n"
          "  --config CONFIG        debug, release or benchmark\n"
          "  --image-type TYPE      binary (default), or elf: one loadable ELF file with symbols\n"
          "  --override-kernel FILE another kernel than the SDK's: an ELF file with the interface\n"
          "                         of seL4 16 (AArch64 at EL1, MCS), like Bulkhead's own\n"
          "  --capdl-json FILE      objects, capabilities, mappings and threads as JSON\n"
          "  --viper-output FILE    accepted; FILE says that there is no model for a prover\n"
          "  --diagram FILE.svg     who may do what to whom, drawn by Graphviz's program dot;\n"
          "                         FILE.dot is what it draws, and needs no Graphviz\n"
          "  --search-path PATH ... where program images are looked for, in this order;\n"
          "                         the current folder comes first\n"
          "\n"
          "The SDK is the folder above the one that this program is in, or MICROKIT_SDK.\n",
          stream);
}

struct option {
    const char *name;
    const char *short_name; /* or NULL */
    const char **value;
};

enum { OPTION_COUNT = 9 };

static const struct option *option_find(const struct option *options, const char *argument)
{
    for (size_t i = 0; i < OPTION_COUNT; i += 1) {
        if (strcmp(options[i].name, argument) == 0 ||
            (options[i].short_name != NULL && strcmp(options[i].short_name, argument) == 0)) {
            return &options[i];
        }
    }
    return NULL;
}

static void report_unknown(struct arena *arena, struct diag *diag, const struct option *table,
                           const char *argument)
{
    struct suggestion suggestion = suggestion_start(argument);

    for (size_t i = 0; i < OPTION_COUNT; i += 1) {
        suggestion_offer(&suggestion, table[i].name);
    }
    suggestion_offer(&suggestion, "--search-path");
    suggestion_offer(&suggestion, "--help");
    suggestion_offer(&suggestion, "--version");
    diag_fail(diag, "unknown option '%s'; see microkit --help%s", argument,
              suggestion_text(&suggestion, arena));
}

static bool is_option(const char *argument)
{
    return argument[0] == '-' && argument[1] != '\0';
}

static bool take_value(struct diag *diag, const struct option *option, const char *value)
{
    if (value == NULL || is_option(value)) {
        diag_fail(diag, "option '%s' has no value; see microkit --help", option->name);
        return false;
    }
    if (*option->value != NULL) {
        diag_fail(diag, "option '%s' is given twice ('%s' and '%s'); expected it once",
                  option->name, *option->value, value);
        return false;
    }
    *option->value = value;
    return true;
}

static bool take_system(struct diag *diag, struct options *options, const char *argument)
{
    if (options->system != NULL) {
        diag_fail(diag, "two system descriptions, '%s' and '%s'; expected one", options->system,
                  argument);
        return false;
    }
    options->system = argument;
    return true;
}

static bool take_image_type(struct diag *diag, struct options *options, const char *type)
{
    options->image_is_elf = type != NULL && strcmp(type, "elf") == 0;
    if (type == NULL || options->image_is_elf || strcmp(type, "binary") == 0) {
        return true;
    }
    diag_fail(diag, "image type '%s' %s; expected 'binary' or 'elf'", type,
              strcmp(type, "uimage") == 0 ? "is for RISC-V boards" : "does not exist");
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);

    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static bool take_diagram(struct diag *diag, struct options *options)
{
    const char *diagram = options->diagram;

    options->diagram_is_drawn = diagram != NULL && ends_with(diagram, ".svg");
    if (diagram == NULL || options->diagram_is_drawn || ends_with(diagram, ".dot")) {
        return true;
    }
    diag_fail(diag, "diagram '%s'; expected a name that ends in .svg or .dot", diagram);
    return false;
}

/* Fills in defaults and reports what is missing. */
static bool complete(struct diag *diag, struct options *options)
{
    options->output = options->output == NULL ? "loader.img" : options->output;
    options->report = options->report == NULL ? "report.txt" : options->report;
    /* In `--search-path build my.system` the last one was meant as the system. */
    if (options->system == NULL && options->search_count > 1 &&
        file_exists(options->search[options->search_count - 1])) {
        options->search_count -= 1;
        options->system = options->search[options->search_count];
    }
    const char *missing = options->board == NULL    ? "--board BOARD"
                          : options->config == NULL ? "--config CONFIG"
                          : options->system == NULL ? "the system description"
                                                    : NULL;
    if (missing != NULL) {
        diag_fail(diag, "missing argument: %s; see microkit --help", missing);
        return false;
    }
    return true;
}

bool options_parse(struct arena *arena, struct diag *diag, int argc, char **argv,
                   struct options *options)
{
    const char *image_type = NULL;
    const struct option table[OPTION_COUNT] = {
        {"--output", "-o", &options->output},     {"--report", "-r", &options->report},
        {"--board", NULL, &options->board},       {"--config", NULL, &options->config},
        {"--override-kernel", NULL, &options->kernel}, {"--image-type", NULL, &image_type},
        {"--capdl-json", NULL, &options->capdl},  {"--viper-output", NULL, &options->viper},
        {"--diagram", NULL, &options->diagram},
    };
    bool in_search_path = false;
    bool valid = true;

    *options = (struct options){0};
    options->search = arena_allocate(arena, ((size_t)argc + 1) * sizeof(char *));
    options->search[0] = ".";
    options->search_count = 1;
    for (int i = 1; i < argc && valid; i += 1) {
        const struct option *option = option_find(table, argv[i]);

        if (strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0) {
            options->help = true;
            return true;
        }
        if (strcmp(argv[i], "--version") == 0) {
            options->version = true;
            return true;
        }
        if (strcmp(argv[i], "--search-path") == 0) {
            in_search_path = true;
        } else if (option != NULL) {
            in_search_path = false;
            i += 1;
            valid = take_value(diag, option, i < argc ? argv[i] : NULL);
        } else if (is_option(argv[i])) {
            report_unknown(arena, diag, table, argv[i]);
            valid = false;
        } else if (in_search_path) {
            options->search[options->search_count] = argv[i];
            options->search_count += 1;
        } else {
            valid = take_system(diag, options, argv[i]);
        }
    }
    return valid && take_image_type(diag, options, image_type) &&
           take_diagram(diag, options) && complete(diag, options);
}
