/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel was configured for.  An ELF file does not say which numbers its
 * invocations have; the header that its SDK has beside it does.
 */
#include "kernel_check.h"

#include <string.h>

#include "file.h"
#include "value.h"

enum {
    CONFIG_MAX_SIZE = 1 << 20,
    ROOT_MIN_BITS = 4, /* or it had not even the slots that have a fixed use */
    ROOT_MAX_BITS = 26
};

/* Options that a kernel must share with the SDK that its image is made of. */
static const struct {
    const char *name;
    bool more_is_fine; /* on where the SDK has it off does no harm */
    const char *why;
} shared[] = {
    {"CONFIG_SEL4_ARCH", false, "it is for another processor architecture"},
    {"CONFIG_PLAT", false, "it is for another board"},
    {"CONFIG_ARM_HYPERVISOR_SUPPORT", false,
     "it runs at another exception level and numbers its invocations differently"},
    {"CONFIG_HARDWARE_DEBUG_API", false, "it numbers its invocations differently"},
    {"CONFIG_KERNEL_MCS", false, "it has other objects, invocations and system calls"},
    {"CONFIG_MAX_NUM_NODES", false, "it is for another number of cores"},
    {"CONFIG_NUM_PRIORITIES", false, "it has another range of priorities"},
    {"CONFIG_TIMER_FREQUENCY", false, "its timer counts in other units, in which slices are given"},
    {"CONFIG_DEBUG_BUILD", true, "it lacks system calls that the programs make"},
    {"CONFIG_PRINTING", true, "it lacks system calls that the programs make"},
    {"CONFIG_ENABLE_BENCHMARKS", true, "it lacks system calls that the programs make"},
    {"CONFIG_EXPORT_PCNT_USER", true, "programs cannot read the counter"},
    {"CONFIG_EXPORT_PTMR_USER", true, "programs cannot use the timer"},
    {"CONFIG_EXPORT_PMU_USER", true, "programs cannot use the performance monitors"},
};

enum { SHARED_COUNT = sizeof(shared) / sizeof(shared[0]) };

struct config {
    const char *path;
    const char *value[SHARED_COUNT]; /* NULL: off */
    const char *root_bits;
};

/* Skips `word` and the blanks behind it; NULL if the text begins otherwise. */
static const char *skip_word(const char *text, const char *word)
{
    size_t length = strlen(word);

    if (strncmp(text, word, length) != 0 || (text[length] != ' ' && text[length] != '\t')) {
        return NULL;
    }
    return text + length + strspn(text + length, " \t");
}

/* Takes the value from `NAME VALUE`, if that is its name. */
static void read_option(struct arena *arena, const char *text, const char *name,
                        const char **value)
{
    const char *found = skip_word(text, name);

    if (found != NULL) {
        *value = arena_copy(arena, found, strcspn(found, " \t\r\n"));
    }
}

/* Takes from one line `#define NAME VALUE`. */
static void read_line(struct arena *arena, struct config *config, const char *line)
{
    const char *option = skip_word(line, "#define");

    if (option == NULL) {
        return;
    }
    for (size_t i = 0; i < SHARED_COUNT; i += 1) {
        read_option(arena, option, shared[i].name, &config->value[i]);
    }
    read_option(arena, option, "CONFIG_ROOT_CNODE_SIZE_BITS", &config->root_bits);
}

/* False if there is no such file, or none that can be read. */
static bool read_config(struct arena *arena, struct config *config, const char *path)
{
    struct buffer text = {0};

    *config = (struct config){.path = path};
    if (!file_exists(path) || file_read(arena, path, CONFIG_MAX_SIZE, &text) != NULL) {
        buffer_release(&text);
        return false;
    }
    buffer_append(&text, "", 1);
    const char *line = (const char *)text.data;
    while (line != NULL) {
        read_line(arena, config, line);
        line = strchr(line, '\n');
        line = line == NULL ? NULL : line + 1;
    }
    buffer_release(&text);
    return true;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const char *shown(struct arena *arena, const char *value)
{
    return value == NULL ? "off" : arena_format(arena, "'%s'", value);
}

/* The header beside FOLDER/FILE, or FILE: FOLDER/../include/kernel/gen_config.h. */
static const char *config_beside(struct arena *arena, const char *file)
{
    const char *slash = strrchr(file, '/');
    int length = slash == NULL ? 0 : (int)(slash - file) + 1;

    return arena_format(arena, "%.*s../include/kernel/gen_config.h", length, file);
}

bool kernel_config_check(struct arena *arena, struct diag *diag, const struct component *kernel,
                         const char *folder)
{
    struct config theirs;
    struct config ours;
    bool agree = true;

    if (!read_config(arena, &theirs, config_beside(arena, kernel->path)) ||
        !read_config(arena, &ours,
                     arena_format(arena, "%s/include/kernel/gen_config.h", folder))) {
        return true;
    }
    for (size_t i = 0; i < SHARED_COUNT; i += 1) {
        if (same(theirs.value[i], ours.value[i]) ||
            (shared[i].more_is_fine && ours.value[i] == NULL)) {
            continue;
        }
        agree = false;
        diag_fail(diag, "%s cannot be the kernel of this image: %s; %s has %s %s, expected %s as "
                        "in %s",
                  kernel->path, shared[i].why, theirs.path, shared[i].name,
                  shown(arena, theirs.value[i]), shown(arena, ours.value[i]), ours.path);
    }
    return agree;
}

bool kernel_config_root_bits(struct arena *arena, const struct component *kernel,
                             unsigned *bits)
{
    struct config config;
    uint64_t value;

    if (!read_config(arena, &config, config_beside(arena, kernel->path)) ||
        config.root_bits == NULL || number_parse(config.root_bits, &value) != NUMBER_OK ||
        value < ROOT_MIN_BITS || value > ROOT_MAX_BITS) {
        return false;
    }
    *bits = (unsigned)value;
    return true;
}
