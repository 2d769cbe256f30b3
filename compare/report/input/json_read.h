/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading JSON into a tree. */
#pragma once

#include "input.h"

enum json_type {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

struct json {
    enum json_type type;
    const char *name;   /* of an object's member; else NULL */
    const char *text;   /* a string's characters, a number's digits as they were written */
    struct json *first; /* element or member */
    struct json *next;  /* in the array or object that this is in */
};

/* The value in `input`, or NULL and a problem with the line that is wrong.  Characters beyond ASCII
   that are written as \uXXXX become `?`. */
const struct json *json_read(struct pool *pool, struct problems *problems,
                             const struct input *input);

/* The member `name` of an object if it is of `type`; else NULL.  `object` may be NULL. */
const struct json *json_member(const struct json *object, const char *name, enum json_type type);
