/* SPDX-License-Identifier: BSD-2-Clause */
/* Each as small as the attacked service can do with, or none at all. */
#include "limits.h"

#include <stddef.h>
#include <sys/resource.h>

static const struct {
    __rlimit_resource_t resource;
    rlim_t most;
} limits[] = {
    {RLIMIT_STACK, 256 << 10}, {RLIMIT_DATA, 1 << 20}, {RLIMIT_AS, 16 << 20},
    {RLIMIT_NOFILE, 16},       {RLIMIT_NPROC, 1},      {RLIMIT_FSIZE, 0},
    {RLIMIT_CORE, 0},          {RLIMIT_MEMLOCK, 0},    {RLIMIT_MSGQUEUE, 0},
    {RLIMIT_NICE, 0},          {RLIMIT_RTPRIO, 0},
};

bool limits_set(void)
{
    bool set = true;

    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        const struct rlimit both = {limits[i].most, limits[i].most};

        set = set && setrlimit(limits[i].resource, &both) == 0;
    }
    return set;
}
