/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The prober's configurations: the user that everything runs as; or what
 * compare/attack/ledger/lockdown.c takes from a service that needs nothing but a socket.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ambient.h"
#include "configuration.h"
#include "limits.h"

#define EMPTY "/var/empty"

static void require(bool holds, const char *what)
{
    if (!holds) {
        printf("MISSING ambient %s: %s\n", what, strerror(errno));
        _exit(1);
    }
}

static void become_user(uid_t user)
{
    require(setgroups(0, NULL) == 0 && setresgid(user, user, user) == 0 &&
                setresuid(user, user, user) == 0,
            "setresuid");
    require(prctl(PR_SET_DUMPABLE, 1) == 0, "prctl"); /* as after exec */
}

static void drop_descriptors(void)
{
    int none = open("/dev/null", O_RDWR);

    for (int fd = 0; none >= 0 && fd < 3; fd++) {
        require(dup2(none, fd) == fd, "dup2");
    }
    require(none >= 0 && close_range(3, ~0u, 0) == 0, "close_range");
}

#define ALLOW(number) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/*
 * The nine that the attacked service makes, of which two are restricted further there.  What is
 * not allowed fails; to end the process instead, as there, would give the same counts slowly.
 */
static void filter_calls(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        ALLOW(__NR_ppoll),
        ALLOW(__NR_accept4),
        ALLOW(__NR_recvmsg),
        ALLOW(__NR_sendto),
        ALLOW(__NR_close),
        ALLOW(__NR_munmap),
        ALLOW(__NR_exit_group),
        ALLOW(__NR_mmap),
        ALLOW(__NR_getsockopt),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    };
    const struct sock_fprog program = {.len = sizeof(filter) / sizeof(filter[0]),
                                       .filter = filter};

    require(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0, "seccomp");
}

void ambient_become(const struct ambient_config *config)
{
    if (!config->users) {
        become_user(UID_APP);
        return;
    }
    drop_descriptors();
    require(chroot(EMPTY) == 0 && chdir("/") == 0, EMPTY);
    become_user(UID_LEDGER);
    require(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0, "prctl");
    require(limits_set(), "setrlimit");
    filter_calls();
}
