/* SPDX-License-Identifier: BSD-2-Clause */
/* The filter, as seccomp(2) wants it. */
#include "filter.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#define ARGUMENT(n) (offsetof(struct seccomp_data, args) + 8 * (n))
#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (offset))
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, (value))
#define EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (yes), (no))
#define ALLOW(number) EQUAL(number, 0, 1), RETURN(SECCOMP_RET_ALLOW)
/* Two arguments must have these values (their lower halves: all are of type int). */
#define ALLOW_IF(number, n1, v1, n2, v2)                                                  \
    EQUAL(number, 0, 6), LOAD(ARGUMENT(n1)), EQUAL(v1, 0, 3), LOAD(ARGUMENT(n2)),          \
        EQUAL(v2, 0, 1), RETURN(SECCOMP_RET_ALLOW), RETURN(SECCOMP_RET_KILL_PROCESS)

bool filter_calls(void)
{
    struct sock_filter filter[] = {
        LOAD(offsetof(struct seccomp_data, arch)),
        EQUAL(AUDIT_ARCH_AARCH64, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(offsetof(struct seccomp_data, nr)),
        ALLOW(__NR_ppoll),
        ALLOW(__NR_accept4),
        ALLOW(__NR_recvmsg),
        ALLOW(__NR_sendto),
        ALLOW(__NR_close),
        ALLOW(__NR_munmap),
        ALLOW(__NR_exit_group),
        ALLOW_IF(__NR_mmap, 2, PROT_READ, 3, MAP_SHARED),
        ALLOW_IF(__NR_getsockopt, 1, SOL_SOCKET, 2, SO_PEERCRED),
        RETURN(SECCOMP_RET_KILL_PROCESS),
    };
    const struct sock_fprog program = { .len = sizeof(filter) / sizeof(filter[0]),
                                        .filter = filter };

    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
