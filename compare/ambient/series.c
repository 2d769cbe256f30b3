/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attempts, made by processes that are the prober.  Each notes in shared memory
 * what came of it, so that it needs no system call to say so.
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ambient.h"

enum { MOST = 1 << 16, STEP_US = 100, PATIENCE_STEPS = 300 };

/* Until the child is the prober. */
#define NOT_YET UINT32_MAX

struct notes {
    volatile uint32_t at; /* the attempt under way */
    volatile uint8_t got[MOST];
};

static struct notes *notes;

static void prepare(size_t count)
{
    if (notes == NULL) {
        notes = mmap(NULL, sizeof(*notes), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                     0);
    }
    if (notes == MAP_FAILED || count > MOST) {
        printf("MISSING ambient no memory for %zu notes\n", count);
        exit(1);
    }
    for (size_t i = 0; i < count; i++) {
        notes->got[i] = 0;
    }
}

static _Noreturn void attempt_from(const struct ambient_config *config, ambient_try *attempt,
                                   size_t first, size_t end)
{
    (void)setsid(); /* whatever is tried on its process group stays in it */
    ambient_become(config);
    for (size_t i = first; i < end; i++) {
        notes->at = (uint32_t)i;
        notes->got[i] = attempt(i);
    }
    notes->at = (uint32_t)end;
    _exit(0);
}

/* Waits until the child has ended; if it stays at one attempt for long, that one blocks it. */
static void wait_for(pid_t child, size_t end)
{
    uint32_t last = notes->at;
    int status;

    for (int still = 0; still < PATIENCE_STEPS; still++) {
        if (waitpid(child, &status, WNOHANG) == child) {
            if (notes->at < end) { /* an attempt has ended it */
                notes->got[notes->at] = !(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
            }
            return;
        }
        (void)usleep(STEP_US);
        if (notes->at != last) {
            last = notes->at;
            still = 0;
        }
    }
    if (last < end) {
        notes->got[last] = 1;
    }
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
}

/* From `first` on; the number of the next attempt that is to be made. */
static size_t run_from(const struct ambient_config *config, ambient_try *attempt, size_t first,
                       size_t end)
{
    pid_t child;

    notes->at = NOT_YET;
    child = fork();
    if (child == 0) {
        attempt_from(config, attempt, first, end);
    }
    if (child < 0) {
        perror("fork");
        exit(1);
    }
    wait_for(child, end);
    if (notes->at == NOT_YET) {
        exit(1); /* the child has said why */
    }
    return notes->at == end ? end : (size_t)notes->at + 1;
}

size_t ambient_count(const struct ambient_config *config, ambient_try *attempt, size_t count,
                     enum ambient_series series)
{
    size_t got = 0;

    prepare(count);
    for (size_t i = 0; i < count;) {
        i = run_from(config, attempt, i, series == SERIES_EACH_AFRESH ? i + 1 : count);
    }
    for (size_t i = 0; i < count; i++) {
        got += notes->got[i];
    }
    return got;
}
