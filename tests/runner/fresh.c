/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fresh COMMAND ARGUMENT...: runs COMMAND as from a terminal.  Whoever runs the tests in the
 * background, under nohup or from a program of his own has some signals ignored or blocked, and all
 * that they start inherits that; a shell cannot undo it.
 */
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD,
                                  SIGUSR1, SIGUSR2, SIGTSTP, SIGTTIN, SIGTTOU};
    sigset_t none;

    if (argc < 2) {
        (void)fputs("usage: fresh COMMAND ARGUMENT...\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        (void)signal(signals[i], SIG_DFL);
    }
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)execvp(argv[1], &argv[1]);
    perror(argv[1]);
    return 127;
}
