/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Setting of scheduling policies: sched(7), sched_setattr(2), control groups, version 2.
 */
#define _GNU_SOURCE
#include "policy.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FIFO_LOOP = 50, FIFO_IMPORTANT = 51, NICE_LOW = 19, NICE_HIGH = -20 };
/* The shortest period for which a control group can have a bound, in microseconds. */
enum { CGROUP_PERIOD_US = 10000 };
#define CGROUP "/tmp/cgroup"

const char *const policy_names[POLICIES] = {"other", "fifo", "deadline", "cgroup"};

void must(int holds, const char *what)
{
    if (!holds) {
        printf("MISSING time failed: %s: %s\n", what, strerror(errno));
        _exit(1);
    }
}

static void take_fifo(int priority)
{
    struct sched_param parameters = {.sched_priority = priority};

    must(sched_setscheduler(0, SCHED_FIFO, &parameters) == 0, "SCHED_FIFO");
}

static void take_nice(int nice)
{
    must(setpriority(PRIO_PROCESS, 0, nice) == 0, "setpriority");
}

/* The first version of the structure that sched_setattr(2) describes; headers do not have it. */
struct attributes {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
};

static void take_deadline(unsigned share_us, unsigned period_us)
{
    struct attributes attributes = {
        .size = sizeof(attributes),
        .policy = 6, /* SCHED_DEADLINE */
        .runtime = share_us * 1000ull,
        .deadline = period_us * 1000ull,
        .period = period_us * 1000ull,
    };

    must(syscall(SYS_sched_setattr, 0, &attributes, 0) == 0, "SCHED_DEADLINE");
}

static void write_file(const char *name, const char *text)
{
    int file = open(name, O_WRONLY);

    must(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text), name);
    (void)close(file);
}

static void take_cgroup(unsigned share_us, unsigned period_us)
{
    char text[64];

    (void)mkdir(CGROUP, 0755);
    must(mount("none", CGROUP, "cgroup2", 0, NULL) == 0 || errno == EBUSY, "cgroup2");
    write_file(CGROUP "/cgroup.subtree_control", "+cpu");
    (void)mkdir(CGROUP "/bounded", 0755);
    (void)snprintf(text, sizeof(text), "%u %u", CGROUP_PERIOD_US * share_us / period_us,
                   CGROUP_PERIOD_US);
    write_file(CGROUP "/bounded/cpu.max", text);
    write_file(CGROUP "/bounded/cpu.weight", "10000"); /* the most; a group has no nice value */
    (void)snprintf(text, sizeof(text), "%d", (int)getpid());
    write_file(CGROUP "/bounded/cgroup.procs", text);
}

static void take_important(enum policy policy, unsigned share_us, unsigned period_us)
{
    switch (policy) {
    case POLICY_FIFO:
        take_fifo(FIFO_IMPORTANT);
        break;
    case POLICY_DEADLINE:
        take_deadline(share_us, period_us);
        break;
    case POLICY_CGROUP:
        take_cgroup(share_us, period_us);
        break;
    case POLICY_OTHER:
    default:
        take_nice(NICE_HIGH);
        break;
    }
}

static void take_loop(enum policy policy, unsigned period_us)
{
    if (policy == POLICY_FIFO) {
        take_fifo(FIFO_LOOP);
    } else if (policy == POLICY_DEADLINE) {
        take_deadline(period_us / 5, period_us);
    }
}

void policy_take(enum policy policy, enum role role, unsigned share_us, unsigned period_us)
{
    (void)prctl(PR_SET_TIMERSLACK, 1); /* or the kernel may be late by 50 us on purpose */
    switch (role) {
    case ROLE_LOOP:
        take_loop(policy, period_us);
        break;
    case ROLE_IMPORTANT:
        take_important(policy, share_us, period_us);
        break;
    case ROLE_ORDINARY:
    default:
        take_nice(NICE_LOW);
        break;
    }
}
