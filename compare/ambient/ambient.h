/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 3's prober as a Linux process: what it can do before it has asked anybody
 * for anything, tried one by one.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Who the prober is. */
struct ambient_config {
    const char *name;
    bool users; /* its own user, and all that a careful engineer would take from it */
};

/* Turns this process into the prober. */
void ambient_become(const struct ambient_config *config);

/* One attempt, of number `i`: whether it was successful.  It may end the process, or block it. */
typedef bool ambient_try(size_t i);

/* How a series of attempts is made: some leave the process changed. */
enum ambient_series { SERIES_TOGETHER, SERIES_EACH_AFRESH };

/* Makes `count` attempts in processes that are the prober; how many were successful.  One that
   blocks its process was, and one that ends it, but for the signal of the filter (SIGSYS). */
size_t ambient_count(const struct ambient_config *config, ambient_try *attempt, size_t count,
                     enum ambient_series series);

/* Whether there is the system call of number `i` of those that the attack tries
   (attack/system_calls.h). */
bool ambient_try_call(size_t i);

/* Kinds of sockets, and of namespaces. */
enum { AMBIENT_SOCKETS = 46 * 4, AMBIENT_NAMESPACES = 8 };
bool ambient_try_socket(size_t i);
bool ambient_try_namespace(size_t i);

/* A list of the paths under `root`, made by root; files and sockets: not below a mount. */
enum ambient_list { LIST_FILES, LIST_DEVICES, LIST_KERNEL, LIST_SOCKETS };
size_t ambient_list_paths(const char *root, enum ambient_list kind);
bool ambient_try_read(size_t i);
bool ambient_try_write(size_t i);
bool ambient_try_execute(size_t i);
bool ambient_try_connect(size_t i);

/* All processes that have a program, but this one; and what the prober can do with number `i`. */
size_t ambient_list_processes(void);
bool ambient_try_see(size_t i);
bool ambient_try_signal(size_t i);
bool ambient_try_trace(size_t i);
