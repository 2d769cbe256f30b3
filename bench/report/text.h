/* SPDX-License-Identifier: BSD-2-Clause */
/* Text files, line by line, and the end of the program when one is wrong. */
#pragma once

#include <stddef.h>

/* A file being read; the lines stay where they are, so they may be pointed to. */
struct text {
    const char *path;
    char *rest;
    size_t line;
};

/* Prints `error: ` and the message, and exits with status 1. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The whole of a file; ends the program if it cannot be read. */
struct text text_open(const char *path);

/* The next line without its end, NUL-terminated; NULL after the last. */
char *text_line(struct text *text);

/* Cuts `s` at the next of `separator`, which `*rest` then follows (NULL: there was none), and
   returns `s` without blanks around it. */
char *text_field(char *s, char separator, char **rest);
