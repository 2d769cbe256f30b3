/* SPDX-License-Identifier: BSD-2-Clause */
/* What the judge sees of other processes, as root and from outside. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Reads another process's memory.  False, with *to unchanged, if there is none. */
bool evidence_memory(pid_t pid, uint64_t address, void *to, size_t bytes);

/* The state that Linux gives a process: R, S, T, t...; 0 if there is none. */
char evidence_state(pid_t pid);

/* Nanoseconds that a process has had the processor. */
uint64_t evidence_processor(pid_t pid);

/* Bytes of memory that a process has. */
uint64_t evidence_resident(pid_t pid);

/* How many children, descriptors a process has. */
unsigned evidence_children(pid_t pid);
unsigned evidence_descriptors(pid_t pid);

/* Whether the kernel has this module. */
bool evidence_module(const char *name);

/* A register of a device, by its physical address. */
bool evidence_device(uint64_t address, uint32_t *value);
