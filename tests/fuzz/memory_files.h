/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Takes the place of tool/base/file.c in the fuzz targets: the tool's files are in
 * memory, so that a run of the whole tool touches no disk.
 */
#pragma once

#include <stddef.h>

/* The file of that name has these bytes, which are not copied; a name that
   exists already gets them instead. */
void memory_file_put(const char *path, const void *data, size_t size);

/* A file that the tool wrote, which is valid until the next run; NULL, and size
   0, if it wrote none of that name. */
const void *memory_file_written(const char *path, size_t *size);

/* Forgets what the tool wrote. */
void memory_files_clear(void);
