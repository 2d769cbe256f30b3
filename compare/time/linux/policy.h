/* SPDX-License-Identifier: BSD-2-Clause */
/* Linux's ways to say who gets how much time. */
#pragma once

#include <sys/types.h>

enum policy { POLICY_OTHER, POLICY_FIFO, POLICY_DEADLINE, POLICY_CGROUP, POLICIES };

/* As the console names them. */
extern const char *const policy_names[POLICIES];

/* What a process is in an experiment. */
enum role {
    ROLE_LOOP,     /* is to be on time; also the receiver, who always computes */
    ROLE_ORDINARY, /* a hog that nobody made important */
    ROLE_IMPORTANT /* a hog, or a sender, above the loop, and bounded where the policy can */
};

/* The calling process becomes what `role` is under `policy`; of a bounded one, `share_us` is what
   it may have of each `period_us`.  Ends the process if the kernel refuses. */
void policy_take(enum policy policy, enum role role, unsigned share_us, unsigned period_us);

/* Says that a measurement failed, and ends the process. */
void must(int holds, const char *what);
