/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8: what the components share, and what the guest's attackers know.  The
 * addresses are those of system_with_guest.xml.
 *
 * The guest's programs, its kernel module and assembly files include this, too: it has nothing but
 * macros with plain numbers.
 */
#pragma once

/* Where the secret is, physically: the attackers are told. */
#define SECRET_PHYSICAL 0x5f000000

/* Where nothing is for the guest. */
#define NOWHERE_PHYSICAL 0x30000000

/* Pages of VMM and client; the notes are the VMM's to write, the log is the supervisor's. */
#define LINK_PAGE  0x5000000
#define NOTES_PAGE 0x5010000
#define LOG_PAGE   0x5020000
#define SECTORS_PAGE 0x5030000

/* Words of the notes. */
#define NOTE_REFUSED  0 /* accesses of the guest where nothing is, since it was switched on */
#define NOTE_SWITCHED 1 /* how often it was */
#define NOTE_STOPPED  2 /* 1: it switched itself off, or can not go on */
#define NOTE_HANDLED  3 /* what stopped it and was dealt with, since it was switched on */

/* What is injected into the VMM is at the begin of a large page of the guest's, which VMM and guest
   have at the same address.  Its entry leaves room for a word that a scan may spoil; its stack
   grows downwards from the middle. */
#define CODE_ALIGNMENT 0x200000
#define CODE_ENTRY 0x40
#define CODE_STACK 0x100000

/* The guest's kernel keeps the processor for so long, which is far longer than the client needs to
   see that it is served meanwhile. */
#define SECONDS_OF_ENDLESS_LOOP 240

/* The client's channels. */
#define CLIENT_SAFE    1
#define CLIENT_LINK    2
#define CLIENT_RESTART 3
#define CLIENT_GO_ON   4 /* to the supervisor: the VMM goes on, or stops, if it does not wait */
#define CLIENT_RESTORE 5 /* to the supervisor: its next life */

/* What is asked of the guest's service, and answered: a line with this and a number. */
#define ASK "ask "
#define ANSWER "answer "
