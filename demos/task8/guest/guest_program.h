/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the parts of the guest's first program share.  It serves, and it is the attacker: who has a
 * service has what is behind it.  What it is told and what it answers are lines on the
 * virtio console:
 *
 *     ask NUMBER       by the client; "answer NUMBER" comes back
 *     user, root       runs what a program can try with these rights
 *     kernel STEP      loads the module, which tries that step
 *     network          asks the other station on the network for its address
 *     exploit          sends it more than it has room for
 *
 * Of each attempt a line "reach NAME GOT OF" comes back, then "done".
 */
#pragma once

#include <stdint.h>

/* report.c: the virtio console. */
extern int link_line;

/* "reach NAME GOT OF" */
void report(const char *name, unsigned got, unsigned of);

/* attempts.c: what a program can try, with the rights that it has. */
void attempts(void);

/* network.c: what root does with the network card. */
void ask_network(void);
void attack_network(void);
