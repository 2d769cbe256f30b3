/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tool's promises, checked on each run.
 */
#define _XOPEN_SOURCE 700 /* open_memstream, setenv */

#include "whole_tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../loader/boot_image.h"
#include "initial_task.h"
#include "make_elf.h"
#include "memory_files.h"
#include "run.h"

#define IMAGE "loader.img"
#define REPORT "report.txt"
#define DIAGRAM "who.dot"

/* In make_elf.c's loader and initial task. */
enum { BOOT_IMAGE_OFFSET = 0x1080, INITIALISER_SIZE = 0x3000 };

static struct {
    const char *path;
    struct buffer file;
} parts[] = {
    {WHOLE_TOOL_LOADER, {0}}, {WHOLE_TOOL_KERNEL, {0}}, {WHOLE_TOOL_INITIALISER, {0}},
    {"pd.elf", {0}},          {"later.elf", {0}},       {"rwx.elf", {0}},
};

enum { PART_COUNT = sizeof(parts) / sizeof(parts[0]) };

static void make_parts(void)
{
    struct make_elf elfs[PART_COUNT] = {
        make_elf_loader(),  make_elf_kernel(),  make_elf_initialiser(),
        make_elf_program(), make_elf_program(), make_elf_program(),
    };

    make_elf_symbol(&elfs[4], "__sel4_ipc_buffer_obj")->name = "end";
    make_elf_symbol(&elfs[5], "__sel4_ipc_buffer_obj")->name = "end";
    elfs[5].segments[0].flags = 7;
    elfs[5].segments[1].flags = 7;
    for (size_t i = 0; i < PART_COUNT; i += 1) {
        make_elf_write(&elfs[i], &parts[i].file);
    }
}

void whole_tool_prepare(void)
{
    if (parts[0].file.size == 0) {
        (void)setenv("MICROKIT_SDK", "sdk", 1);
        make_parts();
    }
    for (size_t i = 0; i < PART_COUNT; i += 1) {
        memory_file_put(parts[i].path, parts[i].file.data, parts[i].file.size);
    }
}

static void broken(const char *promise, const char *detail)
{
    fprintf(stderr, "broken promise: %s: %s\n", promise, detail);
    abort();
}

/* Returns whether an image was built, and checks that there is nothing half. */
static bool run_once(void)
{
    char name[] = "sdk/bin/microkit";
    char *arguments[] = {name, "in.system", "--board", "test", "--config", "debug",
                         "--diagram", DIAGRAM, NULL};
    char *messages = NULL;
    size_t messages_size = 0;
    size_t size;
    FILE *stream = open_memstream(&messages, &messages_size);

    memory_files_clear();
    bool built = run_tool(8, arguments, stream);
    (void)fclose(stream);
    if ((memory_file_written(IMAGE, &size) != NULL) != built ||
        (memory_file_written(REPORT, &size) != NULL) != built ||
        (memory_file_written(DIAGRAM, &size) != NULL) != built) {
        broken("image, report and diagram, or nothing", messages);
    }
    if ((strstr(messages, "error: ") == NULL) != built) {
        broken("an error message, or an image", messages);
    }
    free(messages);
    return built;
}

/* What the last run wrote, to compare the next with. */
static struct buffer take(const char *path)
{
    struct buffer copy = {0};
    size_t size;
    const void *data = memory_file_written(path, &size);

    buffer_append(&copy, data, size);
    return copy;
}

static void check_same(const char *path, struct buffer *first)
{
    size_t size;
    const void *data = memory_file_written(path, &size);

    if (data == NULL || size != first->size || memcmp(data, first->data, size) != 0) {
        broken("the same bytes from the same input", path);
    }
    buffer_release(first);
}

static void check_spec(const struct buffer *image)
{
    struct boot_image boot;
    char why[256] = "";

    memcpy(&boot, image->data + BOOT_IMAGE_OFFSET, sizeof(boot));
    if (!initial_task_accepts(image->data + boot.user_offset + INITIALISER_SIZE,
                              boot.user_size - INITIALISER_SIZE - BOOT_LOADER_BYTES, why,
                              sizeof(why))) {
        broken("the initial task accepts the spec", why);
    }
}

bool whole_tool_run(const void *text, size_t size, bool own_parts)
{
    memory_file_put("in.system", text, size);
    if (!run_once()) {
        return false;
    }
    struct buffer image = take(IMAGE);
    struct buffer report = take(REPORT);

    if (own_parts) {
        check_spec(&image);
    }
    (void)run_once();
    check_same(IMAGE, &image);
    check_same(REPORT, &report);
    memory_files_clear();
    return true;
}
