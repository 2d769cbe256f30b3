/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the parts of the injected code share.  It is one position-independent
 * blob: no data of its own, no pointers in constants.  What it knows it keeps in
 * the exhibit, for a step that ends the process also ends it, and the attacker
 * then has to inject it again.
 */
#pragma once

#include "exhibit.h"

/* Waits until the judge has looked. */
void ask(enum ask what);

/* About a millisecond. */
void nap(void);

/* "/proc/PID/mem" */
void proc_mem(char *path, unsigned long pid);

static inline volatile struct exhibit *found(void)
{
    return (volatile struct exhibit *)EXHIBIT;
}

void *memset(void *to, int byte, unsigned long bytes);
void *memcpy(void *to, const void *from, unsigned long bytes);
