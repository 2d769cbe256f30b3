/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the components of task 3 agree on: channels, addresses, the orders that
 * the prober takes from the warden, and what the logger will try.
 */
#pragma once

#include <microkit.h>

/* Ids, as in system_with_logger.xml.  X_Y: the id that X has for its channel with Y. */
enum { WARDEN_PROBER = 1, WARDEN_LOGGER = 2, WARDEN_CLIENT = 3, WARDEN_WATCHER = 4 };
enum { PROBER_WARDEN = 1, PROBER_SERVER = 2 };
enum { SERVER_CLIENT = 1, SERVER_LOGGER = 2, SERVER_PROBER = 3 };
enum { CLIENT_SERVER = 1, CLIENT_LOGGER = 2, CLIENT_WARDEN = 3 };
enum { LOGGER_SERVER = 1, LOGGER_CLIENT = 2, LOGGER_WARDEN = 3 };
enum { WATCHER_WARDEN = 1 };
enum { CHILD_PROBER = 1, CHILD_LOGGER = 2 };

/* Addresses, as there: where who sees what.  The prober is told all of them. */
#define PAGE_BYTES     0x1000ull
#define OWN_LOG        0x4000000ull /* in server, client and prober: its own log */
#define BOARD          0x4010000ull /* the warden writes, the prober reads */
#define EVIDENCE       0x5000000ull /* the server writes, the warden reads */
#define LOGGER_SERVERS 0x6000000ull /* in the logger: the logs, read-only */
#define LOGGER_CLIENTS 0x6010000ull
#define LOGGER_PROBERS 0x6020000ull
#define WARDEN_SERVERS 0x7000000ull /* in the warden: two of them, read-only */
#define WARDEN_CLIENTS 0x7010000ull

/* Devices and memory by their physical addresses, which for a component mean nothing.  The rules
   that build this define PLACE_..., which are the board's (kernel/board/NAME/board.txt). */
#define UART            PLACE_UART
#define GIC_DISTRIBUTOR PLACE_GIC_DISTRIBUTOR
#define GIC_CPU         PLACE_GIC_INTERFACE
#define MEMORY          PLACE_MEMORY
#define LOADER          PLACE_IMAGE

/* In the kernel's code, by the address that the kernel itself uses. */
#define KERNEL 0xffffffffc0010000ull

#define INSTRUCTION_RET 0xd65f03c0u /* returns at once: harmless wherever it can be executed */

/* The server's page of evidence: what reached it from the prober, and a word nobody may know. */
struct evidence {
    seL4_Word secret;
    seL4_Word calls, call_channel;
    seL4_Word signals, signal_channel;
    seL4_Word unwrapped; /* calls with the sender's own capability, which needs the right Grant */
};

#define SECRET 0x5ec2e75ec2e75ec2ull

/* The client asks for these sums: the first three before the attacks, the last after them. */
enum { SUMS_BEFORE = 3, SUMS = 4 };

static inline seL4_Word sum_first(seL4_Word i)
{
    return 20 + i;
}

static inline seL4_Word sum_second(seL4_Word i)
{
    return 22 * (i + 1);
}

/*
 * The prober calls the warden with what came of the last order (label REPORT:
 * two words; REPORT_START: enum own words); the reply is the next order (label:
 * enum order; words: target, detail).
 */
enum { REPORT = 0x1001, REPORT_START };
enum own { OWN_CODE, OWN_CONSTANT, OWN_DATA, OWN_BSS, OWN_STACK, OWN_BUFFER, OWN_COUNT };
enum order {
    ORDER_END,
    ORDER_READ,         /* a word at target */
    ORDER_WRITE,        /* 0 to target */
    ORDER_WRITE_BACK,   /* what was read there: changes nothing where both are allowed */
    ORDER_EXECUTE,      /* at target */
    ORDER_EXECUTE_PAGE, /* in the page at target, a word that does no harm if it is executed */
    ORDER_CALL,         /* capability target with operation number detail */
    ORDER_SEND,         /* to capability target, waiting if nobody listens */
    ORDER_NBSEND,       /* the same without waiting */
    ORDER_RECEIVE,      /* from capability target, without waiting */
    ORDER_IDENTIFY,     /* asks a debug kernel what capability target is */
    ORDER_REGISTER,     /* access number target of registers.h */
    ORDER_SPOIL_LOG     /* writes nonsense into its own log */
};

/* Of attacks[] in prober.c.  The first is no operation of any object. */
enum { ATTACKS = 30 };

/* A message of an attack has this many words, the last being the mark: it cannot be a fault. */
enum { ATTACK_WORDS = 8, ATTACK_MARK_AT = ATTACK_WORDS - 1 };
#define ATTACK_MARK 0xa77ac3a77ac3ull

/* Labels of the answers of those that the prober can reach; the kernel's are below 11. */
enum { ANSWER_WARDEN = 0x2001, ANSWER_SERVER };

/* What the logger tries, in this order; each must fault. */
enum kind { KIND_READ, KIND_WRITE, KIND_EXECUTE, KIND_CAP, KIND_OTHER };
enum reason { REASON_NOT_MAPPED, REASON_NOT_ALLOWED, REASON_OTHER };

struct attempt {
    const char *what;
    enum kind kind;
    enum reason reason;
    seL4_Word address;
};

static const struct attempt attempts[] = {
    {"write to the server's log", KIND_WRITE, REASON_NOT_ALLOWED, LOGGER_SERVERS},
    {"write to the client's log", KIND_WRITE, REASON_NOT_ALLOWED, LOGGER_CLIENTS},
    {"write to the prober's log", KIND_WRITE, REASON_NOT_ALLOWED, LOGGER_PROBERS + 8},
    {"execute the server's log", KIND_EXECUTE, REASON_NOT_ALLOWED, LOGGER_SERVERS},
    {"write where the server writes its log", KIND_WRITE, REASON_NOT_MAPPED, OWN_LOG},
    {"read the server's evidence page", KIND_READ, REASON_NOT_MAPPED, EVIDENCE},
    {"read the prober's board", KIND_READ, REASON_NOT_MAPPED, BOARD},
    {"write to the UART", KIND_WRITE, REASON_NOT_MAPPED, UART},
};

enum { ATTEMPTS = sizeof(attempts) / sizeof(attempts[0]) };

/* Slots that the logger calls: all but those that every component has. */
enum { LOGGER_FIRST_SLOT = 6, CNODE_SLOTS = 512 };
