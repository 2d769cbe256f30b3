/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trace_events: reads a trace in the Trace Event Format and prints an event a
 * line, `MICROSECONDS KIND THREAD: NAME`, threads by their names.  Its exit status
 * is 1 if a viewer could not show it: no JSON, an event without what its kind
 * needs, a thread without a name, times that go backwards in a thread, or slices
 * that do not end.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 64 };

static const char *names[THREADS];
static double latest[THREADS];
static int depth[THREADS];

static _Noreturn void stop(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static json_t *member(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);

    if (value == NULL) {
        fprintf(stderr, "no %s: ", key);
        stop(json_dumps(object, JSON_COMPACT));
    }
    return value;
}

static size_t thread_of(json_t *event)
{
    json_int_t thread = json_integer_value(member(event, "tid"));

    if (thread < 0 || thread >= THREADS) {
        stop("a thread with a strange number");
    }
    return (size_t)thread;
}

static void name_thread(json_t *event)
{
    if (strcmp(json_string_value(member(event, "name")), "thread_name") == 0) {
        names[thread_of(event)] = json_string_value(member(member(event, "args"), "name"));
    }
}

static void show(json_t *event)
{
    const char *kind = json_string_value(member(event, "ph"));
    size_t thread = thread_of(event);
    double time = json_number_value(member(event, "ts"));

    if (names[thread] == NULL) {
        stop("a thread without a name");
    }
    if (time < latest[thread]) {
        stop("time goes backwards");
    }
    latest[thread] = time;
    depth[thread] += kind[0] == 'B' ? 1 : kind[0] == 'E' ? -1 : 0;
    if (depth[thread] < 0 || depth[thread] > 1) {
        stop("slices are not one behind the other");
    }
    if (kind[0] == 's' || kind[0] == 'f') {
        (void)member(event, "id");
        (void)member(event, "cat");
    }
    printf("%.3f %s %s: %s\n", time, kind, names[thread],
           json_string_value(member(event, "name")));
}

int main(void)
{
    json_error_t error;
    json_t *top = json_loadf(stdin, JSON_REJECT_DUPLICATES, &error);
    json_t *event;
    size_t i;

    if (top == NULL) {
        fprintf(stderr, "%d:%d: ", error.line, error.column);
        stop(error.text);
    }
    json_array_foreach(member(top, "traceEvents"), i, event) {
        if (strcmp(json_string_value(member(event, "ph")), "M") == 0) {
            name_thread(event);
        } else {
            show(event);
        }
    }
    for (i = 0; i < THREADS; i++) {
        if (depth[i] != 0) {
            stop("a slice does not end");
        }
    }
    json_decref(top);
    return 0;
}
