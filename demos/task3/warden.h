/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The warden's parts and what they tell each other.  warden.c talks with the
 * others and has the verdict; warden_say.c prints; warden_fault.c understands
 * fault messages; warden_logs.c judges the logger; warden_space.c,
 * warden_caps.c and warden_registers.c decide what the prober is to try next, and
 * judge what came of it; warden_given.c knows which capabilities it was given.
 */
#pragma once

#include <microkit.h>

#include "../common/judge.h"
#include "task3.h"

/* warden_say.c */
void put_decimal(seL4_Word value);
/* `digits`: at least so many. */
void put_hex(seL4_Word value, unsigned digits);
/* Prints `text` and blanks up to `width` columns. */
void put_padded(const char *text, unsigned width);

/* warden_fault.c */
struct fault_seen {
    enum kind kind;
    enum reason reason;   /* of memory faults */
    seL4_Word address;    /* or the capability */
    seL4_Bool receiving;  /* of capability faults */
};

/* From the message registers; to be called before anything else uses them. */
void fault_understand(struct fault_seen *fault, microkit_msginfo msginfo);
const char *reason_name(enum reason reason);

/* warden_logs.c */
/* Are the first `count` records of both logs the sums that they should be, and the only ones? */
seL4_Bool logs_right(seL4_Word count);
/* Their checksum, as it is for whoever read them right. */
seL4_Word logs_weight(seL4_Word count);
/* Judges a fault of the logger's; false if none was to come. */
seL4_Bool logger_attempted(const struct fault_seen *fault);
/* No more will come. */
void logger_attempts_end(void);

/* What came of an order. */
enum how { HOW_DONE, HOW_FAULTED, HOW_STUCK };

struct outcome {
    enum how how;
    struct fault_seen fault;
    seL4_Word label; /* what the prober says, if it was done */
    seL4_Word word;
};

struct command {
    enum order order;
    seL4_Word target;
    seL4_Word detail;
};

/* What reached the warden itself from the prober, by the way it came; counted from 0 for each
   capability that is tried. */
struct arrivals {
    seL4_Word faults, fault_child; /* through the prober's fault endpoint */
    seL4_Word calls, call_channel;
    seL4_Word signals, signal_channel;
    seL4_Word unwrapped; /* with the sender's own capability, which needs the right Grant */
};

extern struct arrivals arrivals; /* warden_caps.c */

/* The prober's own addresses, as it says; the guard page is worked out. */
enum { OWN_GUARD = OWN_COUNT, OWN_ADDRESSES };
extern seL4_Word own_address[OWN_ADDRESSES]; /* warden_space.c */

/* A capability of the prober's. */
enum cap_type {
    TYPE_NONE, /* the slot is empty */
    TYPE_UNKNOWN,
    TYPE_ENDPOINT,
    TYPE_NOTIFICATION,
    TYPE_REPLY,
    TYPE_VSPACE
};

enum cap_object {
    OBJECT_UNKNOWN,
    OBJECT_OWN_NOTIFICATION,
    OBJECT_OWN_REPLY,
    OBJECT_OWN_VSPACE,
    OBJECT_WARDENS_ENDPOINT,
    OBJECT_WARDENS_NOTIFICATION,
    OBJECT_SERVERS_ENDPOINT,
    OBJECT_SERVERS_NOTIFICATION,
    OBJECT_MONITORS_ENDPOINT
};

struct holding {
    seL4_CPtr slot;
    enum cap_type type;
    enum cap_object object;
    int rights;      /* of those that show: CAP_READ, ... */
    seL4_Word badge; /* 0: has none, or none that shows */
};

/* Badges, as receivers see them (Microkit manual, "Internals"). */
#define BADGE_CALL(ch)     (1ull << 63 | (ch))
#define BADGE_FAULT(child) (1ull << 62 | (child))
#define BADGE_SIGNAL(ch)   (1ull << (ch))

/* warden_given.c: prints what was found, in the order of slots, and judges whether it is what the
   prober was given. */
void judge_holdings(const struct holding *found, unsigned count);

/* A part of the attack: gives commands until there are no more, and judges each. */
struct phase {
    seL4_Bool (*next)(struct command *command); /* false: no more */
    void (*judge)(const struct outcome *outcome);
    void (*finish)(void);
};

extern const struct phase phase_targets; /* warden_space.c: addresses one by one */
extern const struct phase phase_pages;   /* every page of the places where there are any */
extern const struct phase phase_slots;   /* warden_caps.c: every slot */
extern const struct phase phase_beyond;  /* numbers that are no slots */
extern const struct phase phase_registers; /* warden_registers.c */
