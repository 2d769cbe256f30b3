/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which outputs there are, and what is in them.
 */
#include "outputs.h"

#include <string.h>

#include "capdl.h"
#include "diagram.h"
#include "file.h"
#include "graphviz.h"
#include "image_elf.h"
#include "report.h"

enum { MAX_OUTPUTS = 5 };

struct named_output {
    const char *what;
    const char *path;
};

/* Those that are asked for; returns their number. */
static size_t list_outputs(const struct options *options, struct named_output *list)
{
    const struct named_output all[MAX_OUTPUTS] = {
        {"image", options->output},
        {"report", options->report},
        {"capability distribution", options->capdl},
        {"input for a prover", options->viper},
        {"diagram", options->diagram},
    };
    size_t count = 0;

    for (size_t i = 0; i < MAX_OUTPUTS; i += 1) {
        if (all[i].path != NULL) {
            list[count] = all[i];
            count += 1;
        }
    }
    return count;
}

/* Outputs replace what has their name. */
bool outputs_check(struct diag *diag, const struct options *options)
{
    struct named_output list[MAX_OUTPUTS];
    size_t count = list_outputs(options, list);

    for (size_t i = 1; i < count; i += 1) {
        for (size_t j = 0; j < i; j += 1) {
            if (strcmp(list[i].path, list[j].path) == 0 ||
                file_same(list[i].path, list[j].path)) {
                diag_fail(diag, "%s and %s are both '%s'; expected two files", list[j].what,
                          list[i].what, list[j].path);
                return false;
            }
        }
    }
    for (size_t i = 0; i < count; i += 1) {
        if (file_same(list[i].path, options->system)) {
            diag_fail(diag, "output '%s' is the system description itself; expected another file",
                      list[i].path);
            return false;
        }
    }
    return true;
}

static bool spares(struct diag *diag, const struct options *options, const char *input)
{
    struct named_output list[MAX_OUTPUTS];
    size_t count = list_outputs(options, list);

    for (size_t i = 0; input != NULL && i < count; i += 1) {
        if (file_same(list[i].path, input)) {
            diag_fail(diag, "output '%s' is what '%s' is read from; expected another file",
                      list[i].path, input);
            return false;
        }
    }
    return true;
}

static bool spares_inputs(struct diag *diag, const struct options *options,
                          const struct built *built)
{
    for (const struct region *region = built->system->regions; region != NULL;
         region = region->next) {
        if (!spares(diag, options, region->prefill_path)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < built->system->domain_count; i += 1) {
        if (!spares(diag, options, built->programs[i]->image->path) ||
            !spares(diag, options, built->programs[i]->symbols->path)) {
            return false;
        }
    }
    return spares(diag, options, built->parts->loader.path) &&
           spares(diag, options, built->parts->kernel.path) &&
           spares(diag, options, built->parts->initialiser.path);
}

/*
 * The tool makes no model in Viper's language.  Whoever asked for one gets a file
 * in that language which no prover can prove, lest nothing be taken for a proof.
 */
static const char no_model[] =
    "// Bulkhead's microkit does not write a model of the system in Viper's language.\n"
    "// --capdl-json writes which object has a capability to which, as JSON.\n"
    "// What follows cannot be proved, so that this file is not taken for a proof.\n"
    "method there_is_no_model_of_this_system()\n"
    "    ensures false\n"
    "{\n"
    "}\n";

static bool make_diagram(struct arena *arena, struct diag *diag, struct buffer *diagram,
                         const struct options *options, const struct system *system)
{
    struct buffer dot = {0};
    bool made = true;

    if (options->diagram != NULL) {
        diagram_write(arena, options->diagram_is_drawn ? &dot : diagram, system);
    }
    if (options->diagram_is_drawn) {
        made = graphviz_draw(diag, &dot, diagram);
    }
    buffer_release(&dot);
    return made;
}

bool outputs_write(struct arena *arena, struct diag *diag, const struct options *options,
                   const struct built *built)
{
    struct buffer elf = {0};
    struct buffer report = {0};
    struct buffer capdl = {0};
    struct buffer viper = {0};
    struct buffer diagram = {0};
    struct output outputs[MAX_OUTPUTS];
    size_t count = 2;

    if (!spares_inputs(diag, options, built) ||
        !make_diagram(arena, diag, &diagram, options, built->system)) {
        buffer_release(&diagram);
        return false;
    }
    if (options->image_is_elf) {
        image_elf_write(&elf, built->image, built->parts);
    }
    if (options->diagram != NULL) {
        buffer_format(&report, "drawing: %s\n\n", options->diagram);
    }
    report_write(&report, built->system, built->plan, built->image, built->forecast);
    outputs[0] = (struct output){options->output,
                                 options->image_is_elf ? &elf : &built->image->bytes};
    outputs[1] = (struct output){options->report, &report};
    if (options->capdl != NULL) {
        capdl_write(&capdl, built->plan);
        outputs[count] = (struct output){options->capdl, &capdl};
        count += 1;
    }
    if (options->viper != NULL) {
        buffer_append(&viper, no_model, sizeof(no_model) - 1);
        outputs[count] = (struct output){options->viper, &viper};
        count += 1;
    }
    if (options->diagram != NULL) {
        outputs[count] = (struct output){options->diagram, &diagram};
        count += 1;
    }
    bool written = file_write_all(arena, diag, outputs, count);
    buffer_release(&elf);
    buffer_release(&report);
    buffer_release(&capdl);
    buffer_release(&viper);
    buffer_release(&diagram);
    return written;
}
