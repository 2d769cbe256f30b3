/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a careful engineer takes from a service that needs nothing but its
 * sockets: its own user, an empty root directory, resource limits, a control
 * group, no new privileges, no dumps, no descriptors, and all system calls but
 * the nine that it makes, with their arguments.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "filter.h"
#include "limits.h"
#include "roles.h"

#define EMPTY "/var/empty"
#define GROUP "/sys/fs/cgroup/ledger/cgroup.procs"

static void require(bool ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "ledger: %s: %s\n", what, strerror(errno));
        _exit(1);
    }
}

/* Joins its control group, which bounds processor, memory and children (judge's set_up). */
static void join_group(void)
{
    int group = open(GROUP, O_WRONLY | O_CLOEXEC);

    require(group >= 0 && write(group, "0", 1) == 1, GROUP);
    (void)close(group);
}

void lockdown_before_connect(void)
{
    join_group();
    /* The server sees the user id that a connection was made with. */
    require(setgroups(0, NULL) == 0 && setegid(UID_LEDGER) == 0 && seteuid(UID_LEDGER) == 0,
            "seteuid");
}

static void drop_rights(void)
{
    require(seteuid(0) == 0 && chroot(EMPTY) == 0 && chdir("/") == 0, "chroot");
    require(setresgid(UID_LEDGER, UID_LEDGER, UID_LEDGER) == 0 &&
                setresuid(UID_LEDGER, UID_LEDGER, UID_LEDGER) == 0,
            "setresuid");
    require(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0, "prctl");
}

static void drop_descriptors(void)
{
    int none = open("/dev/null", O_RDWR);

    require(none >= 0, "/dev/null");
    for (int fd = 0; fd < 3; fd++) {
        require(dup2(none, fd) == fd, "dup2");
    }
    (void)close(none);
    require(close_range(SAFE_CONNECTION + 1, FD_LEDGER - 1, 0) == 0 &&
                close_range(FD_LEDGER + 1, ~0u, 0) == 0,
            "close_range");
}

void lockdown(void)
{
    require(seteuid(0) == 0, "seteuid");
    drop_descriptors();
    drop_rights();
    require(limits_set(), "setrlimit");
    require(filter_calls(), "seccomp");
}
