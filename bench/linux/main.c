/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Linux column of `make bench`:
 *
 *     bench            measures everything
 *     bench GROUP...   measures these groups (below)
 *
 * It prints `SYSTEM name release`; a row is a line `BENCH row value`, in
 * instructions per operation, or `BENCH row FAILED why`, and then the exit status
 * is 1; the end is `BENCH DONE checksum` (adler32.h).
 *
 *     bench end|crash  is a child of the rows that start programs (process.c)
 */
#include "bench.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "life.h"

static const struct group {
    const char *name;
    void (*measure)(void);
} groups[] = {
    {"process", bench_process}, /* first: what fork copies is what rows before it left behind */
    {"single", bench_single},
    {"switch", bench_switch},
    {"pipe", bench_pipe},
    {"unix_stream", bench_unix_stream},
    {"unix_seqpacket", bench_unix_seqpacket},
    {"mqueue", bench_mqueue},
    {"eventfd", bench_eventfd},
    {"futex", bench_futex},
    {"signal", bench_signal},
    {"ring", bench_ring},
    {"timer", bench_timer},
    {"fault", bench_fault},
    {"userfault", bench_userfault},
};

enum { GROUPS = sizeof(groups) / sizeof(groups[0]) };

/* True if `group` is among the arguments, or there are none. */
static bool wanted(const struct group *group, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], group->name) == 0) {
            return true;
        }
    }
    return argc == 1;
}

static bool known(const char *name)
{
    for (int i = 0; i < GROUPS; i++) {
        if (strcmp(groups[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Whose figures these are. */
static void print_system(void)
{
    struct utsname name;

    (void)bench_must(uname(&name), "uname");
    bench_say("SYSTEM %s %s\n", name.sysname, name.release);
}

int main(int argc, char **argv)
{
    uint64_t began = guest_ticks();

    if (argc == 2 && (strcmp(argv[1], LIFE_CRASH) == 0 || strcmp(argv[1], LIFE_END) == 0)) {
        return bench_child(began, argv[1]);
    }
    (void)setvbuf(stdout, NULL, _IONBF, 0);
    for (int i = 1; i < argc; i++) {
        if (!known(argv[i])) {
            bench_say("BENCH %s FAILED there is no such group of rows\n", argv[i]);
            return 1;
        }
    }
    print_system();
    bench_schedule(PRIORITY);
    for (int i = 0; i < GROUPS; i++) {
        if (wanted(&groups[i], argc, argv)) {
            groups[i].measure();
        }
    }
    bench_done();
    return bench_any_failed();
}
