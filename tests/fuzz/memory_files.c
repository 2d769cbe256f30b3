/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files in memory.  A path names a file if it was put here; every path that is
 * the beginning of a file's, up to a slash, names a folder.
 */
#include "memory_files.h"

#include <stdlib.h>
#include <string.h>

#include "file.h"

enum { MOST_FILES = 16, MOST_OUTPUTS = 4 };

static struct {
    const char *path;
    const void *data;
    size_t size;
} files[MOST_FILES];

static struct {
    char path[64];
    struct buffer contents;
} written[MOST_OUTPUTS];

void memory_file_put(const char *path, const void *data, size_t size)
{
    for (size_t i = 0; i < MOST_FILES; i += 1) {
        if (files[i].path == NULL || strcmp(files[i].path, path) == 0) {
            files[i].path = path;
            files[i].data = data;
            files[i].size = size;
            return;
        }
    }
    abort();
}

const void *memory_file_written(const char *path, size_t *size)
{
    for (size_t i = 0; i < MOST_OUTPUTS; i += 1) {
        if (strcmp(written[i].path, path) == 0) {
            *size = written[i].contents.size;
            return written[i].contents.data;
        }
    }
    *size = 0;
    return NULL;
}

void memory_files_clear(void)
{
    for (size_t i = 0; i < MOST_OUTPUTS; i += 1) {
        written[i].path[0] = '\0';
        buffer_release(&written[i].contents);
    }
}

const char *file_read(struct arena *arena, const char *path, uint64_t limit,
                      struct buffer *buffer)
{
    for (size_t i = 0; i < MOST_FILES && files[i].path != NULL; i += 1) {
        if (strcmp(files[i].path, path) == 0) {
            buffer_append(buffer, files[i].data, files[i].size);
            return files[i].size > limit ? "is too large" : NULL;
        }
    }
    return arena_format(arena, "cannot be read: no such file");
}

bool file_exists(const char *path)
{
    for (size_t i = 0; i < MOST_FILES && files[i].path != NULL; i += 1) {
        if (strcmp(files[i].path, path) == 0) {
            return true;
        }
    }
    return false;
}

const char *file_other_kind(const char *path)
{
    return !file_exists(path) && file_is_folder(path) ? "a folder" : NULL;
}

bool file_is_folder(const char *path)
{
    size_t length = strlen(path);

    for (size_t i = 0; i < MOST_FILES && files[i].path != NULL; i += 1) {
        if (strncmp(files[i].path, path, length) == 0 && files[i].path[length] == '/') {
            return true;
        }
    }
    return false;
}

bool file_same(const char *a, const char *b)
{
    return file_exists(a) && strcmp(a, b) == 0;
}

bool file_write_all(struct arena *arena, struct diag *diag, const struct output *outputs,
                    size_t count)
{
    (void)arena;
    (void)diag;
    memory_files_clear();
    for (size_t i = 0; i < count; i += 1) {
        if (i >= MOST_OUTPUTS || strlen(outputs[i].path) >= sizeof(written[i].path)) {
            abort();
        }
        (void)strcpy(written[i].path, outputs[i].path);
        buffer_append(&written[i].contents, outputs[i].contents->data,
                      outputs[i].contents->size);
    }
    return true;
}
