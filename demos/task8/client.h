/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The client, in parts: client.c tells the story, client_served.c asks safe_server, client_guest.c
 * talks with the guest, client_levels.c knows what each level of the attack must come to, and
 * client_vmm.c follows the one that goes for the VMM.
 */
#pragma once

#include <microkit.h>

/* ---- client_served.c ---- */

/* One request to safe_server, whose answer is checked. */
void be_served(void);

/* How many there were. */
seL4_Word times_served(void);

/* True if the server has served what we asked, all of it and nothing else. */
seL4_Bool books_agree(void);

/* A digest of the secret, which does not tell it. */
seL4_Word prove_secret(void);

/* ---- client_guest.c ---- */

/* Sends a line to the guest. */
void guest_tell(const char *line);

/* Works on until the guest has said "ready" (after a start) or "done" (after an order); what it
   reported before that is in the findings.  False if that takes too long. */
seL4_Bool guest_wait(const char *word);

/* How often the VMM has faulted so far. */
seL4_Word vmm_faults(void);

/* Whatever faults those were, words are to come: guest_wait() ends early if there is one more since
   the last of these calls, or the last word to the guest. */
void guest_expect_words(void);

/* One question to the guest's service: true if the answer came, and is right. */
seL4_Bool guest_serves(seL4_Word number);

/* What the guest reported since the last order. */
struct finding {
    char name[24];
    seL4_Word got;
    seL4_Word of;
};

/* Null if there is none of this name. */
const struct finding *finding(const char *name);

void findings_clear(void);

/* ---- client_levels.c ---- */

/* Checks of a level: what the guest reported must be what is expected, no more and no less. */
enum level { LEVEL_USER, LEVEL_ROOT, LEVEL_KERNEL };

void judge_level(enum level level);

/* How many checks that makes. */
unsigned level_checks(enum level level);

/* ---- client_vmm.c ---- */

/* So many checks make these two, and judge_radius() in them, if they return true. */
enum { VMM_LEVEL_CHECKS = 18, VMM_RESTORED_CHECKS = 2 };

/* The VMM is taken over, and tries everything; in the end it stands still. */
seL4_Bool vmm_level(void);

/* It begins anew. */
seL4_Bool vmm_restored(void);
