/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json_check: says by its exit status whether stdin is one JSON text, an object or
 * an array, and on stderr what is wrong with it, with its place.
 */
#include <jansson.h>
#include <stdio.h>

int main(void)
{
    json_error_t error;
    json_t *top = json_loadf(stdin, JSON_REJECT_DUPLICATES, &error);

    if (top == NULL) {
        fprintf(stderr, "%d:%d: %s\n", error.line, error.column, error.text);
        return 1;
    }
    json_decref(top);
    return 0;
}
