/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running `dot -Tsvg`.  It is given the graph by a process of its own, so that
 * whoever waits for the other, all are read from; if `dot` ends early, only that
 * process gets the signal.
 */
#define _POSIX_C_SOURCE 200809L
#include "graphviz.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a shell says of a command that it does not find. */
enum { NOT_FOUND = 127 };

static _Noreturn void write_graph(int to, const struct buffer *dot)
{
    size_t written = 0;

    while (written < dot->size) {
        ssize_t count = write(to, dot->data + written, dot->size - written);

        if (count < 0 && errno != EINTR) {
            _exit(1);
        }
        written += count < 0 ? 0 : (size_t)count;
    }
    _exit(0);
}

static _Noreturn void run_dot(const int input[2], const int output[2])
{
    if (dup2(input[0], STDIN_FILENO) >= 0 && dup2(output[1], STDOUT_FILENO) >= 0) {
        (void)close(input[0]);
        (void)close(input[1]);
        (void)close(output[0]);
        (void)close(output[1]);
        (void)execlp("dot", "dot", "-Tsvg", (char *)NULL);
    }
    _exit(NOT_FOUND);
}

static void read_all(int from, struct buffer *buffer)
{
    uint8_t piece[4096];
    ssize_t count;

    while ((count = read(from, piece, sizeof(piece))) > 0 || (count < 0 && errno == EINTR)) {
        buffer_append(buffer, piece, count < 0 ? 0 : (size_t)count);
    }
}

/* The exit status of `process`, or -1 if it has none. */
static int status_of(pid_t process)
{
    int status = 0;

    while (waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* dot's exit status; -1 if there is none, or no process can be made. */
static int draw(const struct buffer *dot, struct buffer *svg)
{
    int input[2];
    int output[2];

    if (pipe(input) != 0) {
        return -1;
    }
    if (pipe(output) != 0) {
        (void)close(input[0]);
        (void)close(input[1]);
        return -1;
    }
    pid_t drawer = fork();
    if (drawer == 0) {
        run_dot(input, output);
    }
    (void)close(output[1]);
    pid_t writer = fork();
    if (writer == 0) {
        (void)close(input[0]); /* lest it is its own reader */
        (void)close(output[0]);
        write_graph(input[1], dot);
    }
    (void)close(input[0]);
    (void)close(input[1]);
    read_all(output[0], svg);
    (void)close(output[0]);
    int written = writer < 0 ? -1 : status_of(writer);
    int drawn = drawer < 0 ? -1 : status_of(drawer);
    return drawn == 0 && written != 0 ? -1 : drawn;
}

bool graphviz_draw(struct diag *diag, const struct buffer *dot, struct buffer *svg)
{
    int status = draw(dot, svg);

    if (status == NOT_FOUND) {
        diag_fail(diag, "Graphviz's program dot, which draws diagrams, is not in PATH; expected "
                        "it there, or a diagram whose name ends in .dot");
    } else if (status != 0) {
        diag_fail(diag, "Graphviz's program dot failed to draw the diagram; a diagram whose name "
                        "ends in .dot does without it");
    } else if (svg->size == 0) {
        diag_fail(diag, "Graphviz's program dot drew nothing; a diagram whose name ends in .dot "
                        "does without it");
    }
    return status == 0 && svg->size > 0;
}
