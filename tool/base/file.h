/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files in and out.
 */
#pragma once

#include <stdbool.h>

#include "diag.h"
#include "memory.h"

/* No input is larger: more than the memory that an image is loaded to. */
#define FILE_MAX_SIZE (256ull << 20)

/* Reads a whole file into the empty `buffer`.  Returns NULL, or why not, as in
   "cannot be read: No such file or directory". */
const char *file_read(struct arena *arena, const char *path, uint64_t limit,
                      struct buffer *buffer);

/* Is there an ordinary file?  A pipe or a device would be read for ever, or be empty. */
bool file_exists(const char *path);

/* What there is instead of an ordinary file, as in "a folder"; NULL for such a file, or if there
   is nothing. */
const char *file_other_kind(const char *path);
bool file_is_folder(const char *path);

/* Are these two names of one file that exists? */
bool file_same(const char *a, const char *b);

struct output {
    const char *path;
    const struct buffer *contents;
};

/*
 * Writes all outputs or, after reporting what is wrong, none: each goes to a
 * temporary file beside its place, and only when all are complete are they
 * renamed.  An older file of the same name stays as it was on failure.
 */
bool file_write_all(struct arena *arena, struct diag *diag, const struct output *outputs,
                    size_t count);
