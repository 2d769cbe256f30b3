/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing: text that goes into HTML is escaped here and nowhere else, so that nothing a console
 * says can become markup.
 */
#pragma once

#include <stdint.h>
#include <stdio.h>

/* Prints `format`, in which `%s` is replaced by the next argument, escaped for HTML text and
   attributes in double quotes; `%%` is a percent sign, and there is nothing else. */
void html(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Prints `text` in lines of at most `width` characters, broken at spaces; a word that is longer is
   not cut.  The first line begins with `first`, the others with `rest`. */
void print_wrapped(FILE *out, const char *first, const char *rest, const char *text, size_t width);

/* Text in which `a word` between back quotes is code; escaped. */
void html_prose(FILE *out, const char *text);

enum { NUMBER_TEXT = 32 };

/* `value` in decimal with a comma after each three digits, in `text`, which is returned. */
const char *grouped(char text[NUMBER_TEXT], uint64_t value);
