/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench-report: merges the console logs of the benchmark's runs with the list of
 * rows.  Logs are named COLUMN=FILE; several may belong to one column.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "output.h"
#include "text.h"

static const char usage[] =
    "usage: bench-report table ROWS COLUMN=LOG...\n"
    "       bench-report json ROWS COLUMN=LOG...\n"
    "       bench-report baseline ROWS COMPILER COLUMN=LOG...\n"
    "       bench-report check ROWS BASELINE COMPILER COLUMN=LOG...\n";

static void read_logs(struct bench *bench, char **logs)
{
    for (; *logs != NULL; logs++) {
        char *equals = strchr(*logs, '=');
        if (equals == NULL || equals == *logs) {
            die("'%s' is not COLUMN=LOG", *logs);
        }
        *equals = '\0';
        log_read(bench, *logs, equals + 1);
    }
    bench_check_complete(bench);
}

/* True if all is well. */
static bool run(struct bench *bench, const char *command, char **arguments)
{
    if (strcmp(command, "table") == 0) {
        read_logs(bench, arguments);
        table_print(bench);
        return limits_hold(bench);
    }
    if (strcmp(command, "json") == 0) {
        read_logs(bench, arguments);
        json_print(bench);
    } else if (strcmp(command, "baseline") == 0) {
        read_logs(bench, arguments + 1);
        baseline_print(bench, arguments[0]);
    } else {
        read_logs(bench, arguments + 2);
        return baseline_check(bench, arguments[0], arguments[1]);
    }
    return true;
}

/* How many arguments a command has before the logs, ROWS included; 0: there is no such command. */
static int leading_arguments(const char *command)
{
    static const struct {
        const char *name;
        int arguments;
    } commands[] = {{"table", 1}, {"json", 1}, {"baseline", 2}, {"check", 3}};

    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strcmp(command, commands[i].name) == 0) {
            return commands[i].arguments;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    static struct bench bench;
    int leading = argc > 1 ? leading_arguments(argv[1]) : 0;

    if (leading == 0 || argc < 2 + leading + 1) {
        (void)fputs(usage, stderr);
        return 2;
    }
    catalogue_read(&bench, argv[2]);
    bool well = run(&bench, argv[1], argv + 3);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        die("cannot write");
    }
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
