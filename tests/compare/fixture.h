/* SPDX-License-Identifier: BSD-2-Clause */
/* Findings read from a text, and what was said about it. */
#pragma once

#include "contract.h"

struct fixture {
    struct findings findings;
    FILE *stream;
    char said[8192];
};

/* Findings with the sample's catalogues; problems go to a temporary file. */
void fixture_start(struct fixture *fixture);
void fixture_end(struct fixture *fixture);

/* Reads `text` as a console named `log`. */
void fixture_read(struct fixture *fixture, const char *text);

/* The same with `size` bytes, which may be anything. */
void fixture_read_bytes(struct fixture *fixture, const char *text, size_t size);

/* What was said so far. */
const char *fixture_said(struct fixture *fixture);

/* A new file for a test to write, in the folder for temporary files; `name` becomes its path.  The
   caller closes and removes it. */
FILE *fixture_file(char *name, size_t size);

/* The whole of a file that was written, in the pool. */
const char *fixture_written(struct fixture *fixture, FILE *file);
