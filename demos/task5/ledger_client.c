/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 5, the legitimate client: of vulnerable_pd, whose attack it survives, and
 * of safe_server, which it keeps asking throughout.  It has the lowest priority
 * of all; it directs the play, and judges.
 */
#include <microkit.h>

#include "../common/judge.h"
#include "../common/safe_client.h"
#include "blast_radius.h"
#include "ledger.h"
#include "verdict.h"

enum { CHANNEL_VULNERABLE = 1, CHANNEL_SAFE, CHANNEL_HANDLER, CHANNEL_ATTACKER };

/* Requests between two signs of life to the handler; how long to wait for one of its. */
enum { BATCH = 10, PATIENCE = 5000 };

/* What part 1 moves from the client's account to the bank's. */
enum { MOVED = 100 };

static seL4_Word asked; /* requests to safe_server */
static seL4_Word wrong; /* answers that were not right */
static seL4_Word sum = SAFE_CHECKSUM_START;
static seL4_Word proof; /* of the secret, before the attack */
static seL4_Word batches;

static void print_banner(void)
{
    microkit_dbg_puts(
        "Task 5: a real exploit, and how far it gets\n"
        "\n"
        "  safe_server    priority 200  works, and keeps a secret\n"
        "  fault_handler  priority 180  parent of vulnerable_pd\n"
        "  vulnerable_pd  priority 150  accounts and notes; has a buffer overflow\n"
        "  attacker       priority 120  a client of vulnerable_pd\n"
        "  client         priority  50  a client of both servers\n");
}

static void ask_safe_server(void)
{
    for (unsigned n = 0; n < BATCH; n++) {
        asked++;
        if (!safe_works(CHANNEL_SAFE, asked, &sum)) {
            wrong++;
        }
    }
}

static seL4_Word prove_secret(void)
{
    microkit_mr_set(0, 42);
    (void)microkit_ppcall(CHANNEL_SAFE, microkit_msginfo_new(SAFE_PROVE, 1));
    return microkit_mr_get(0);
}

/* True if the server has served what we asked, all of it and nothing else. */
static seL4_Bool books_agree(void)
{
    (void)microkit_ppcall(CHANNEL_SAFE, microkit_msginfo_new(SAFE_STATUS, 0));
    return microkit_mr_get(0) == asked && microkit_mr_get(1) == sum && wrong == 0;
}

static seL4_Word balance(seL4_Word account)
{
    microkit_mr_set(0, account);
    (void)microkit_ppcall(CHANNEL_VULNERABLE, microkit_msginfo_new(LEDGER_BALANCE, 1));
    return microkit_mr_get(0);
}

static seL4_Bool balances_are(seL4_Word attacker, seL4_Word client, seL4_Word bank)
{
    return balance(LEDGER_ATTACKER) == attacker && balance(LEDGER_CLIENT) == client &&
           balance(LEDGER_BANK) == bank;
}

/* A note of 64 bytes, all different from `seed` to `seed`; true if its digest came back. */
static seL4_Bool note_works(seL4_Word seed)
{
    seL4_Uint8 *post = (seL4_Uint8 *)POST_CLIENT;
    microkit_msginfo reply;

    for (seL4_Word i = 0; i < NOTE_BYTES; i++) {
        post[i] = (seL4_Uint8)(seed * 31 + i);
    }
    microkit_mr_set(0, NOTE_BYTES);
    reply = microkit_ppcall(CHANNEL_VULNERABLE, microkit_msginfo_new(LEDGER_NOTE, 1));
    return microkit_msginfo_get_label(reply) == LEDGER_OK &&
           microkit_mr_get(0) == ledger_digest(post);
}

static seL4_Bool pay_bank(seL4_Word amount)
{
    microkit_mr_set(0, LEDGER_BANK);
    microkit_mr_set(1, amount);
    return microkit_msginfo_get_label(microkit_ppcall(
               CHANNEL_VULNERABLE, microkit_msginfo_new(LEDGER_TRANSFER_OWN, 2))) == LEDGER_OK;
}

static void use_service(void)
{
    microkit_dbg_puts("\n1. The service as it should be\n");
    *(volatile seL4_Uint32 *)(POST_CLIENT + PAGE_BYTES - 4) = RET_INSTRUCTION;
    proof = prove_secret();
    ask_safe_server();
    check(books_agree(), "safe_server: 10 answers and the running checksum are right");
    check(note_works(1), "vulnerable_pd: the digest of a note of 64 bytes is right");
    check(pay_bank(MOVED) && balances_are(OPENING_BALANCE, OPENING_BALANCE - MOVED,
                                          OPENING_BALANCE + MOVED),
          "vulnerable_pd: moved 100 of the client's 1000 to the bank");
}

/*
 * Works on, whatever happens elsewhere; after each batch the handler may let the
 * attack go on.  True if that came to its end; false if nothing happens any more.
 */
static seL4_Bool survive_attack(void)
{
    seL4_Word progress = 0;
    seL4_Word idle = 0;

    microkit_dbg_puts("\n2. The exploit, and what the injected code tries\n");
    microkit_notify(CHANNEL_HANDLER);
    microkit_notify(CHANNEL_ATTACKER);
    while (record()->state != ATTACK_OVER && idle < PATIENCE) {
        ask_safe_server();
        batches++;
        idle = record()->progress == progress ? idle + 1 : 0;
        progress = record()->progress;
        microkit_notify(CHANNEL_HANDLER);
    }
    return record()->state == ATTACK_OVER;
}

static void judge_identity(const volatile struct findings *found)
{
    check(found->claims == CLAIMS && found->seen_as == 1ull << SAFE_CHANNEL_VULNERABLE,
          "62 claims, one identity: safe_server always saw its channel 2");
    check_number(found->signals, SIGNALS, "it sent 10000 signals: safe_server may be signalled");
    check_number(found->loot, 3 * OPENING_BALANCE,
                 "the accounts were in its reach: it took all 3000");
}

static void judge_aftermath(void)
{
    microkit_dbg_puts("\n4. Everybody else\n");
    check(batches >= STEP_CRASH, "client: was served at least once after each of 15 steps");
    check(books_agree(), "safe_server: no request lost, none added, no bit wrong");
    check(prove_secret() == proof, "safe_server: the secret is what it was");
    check(note_works(2), "vulnerable_pd: takes notes again");
    check(balances_are(OPENING_BALANCE, OPENING_BALANCE - MOVED, OPENING_BALANCE + MOVED),
          "vulnerable_pd: balances are those of before the attack");
    check(pay_bank(0), "vulnerable_pd: moves money again");
    check_number(record()->later_faults, 0, "vulnerable_pd: has not faulted since");
}

void init(void)
{
    print_banner();
    use_service();
    checks_before_attack_end();
    if (!survive_attack()) {
        check(seL4_False, "the attack came to its end");
        print_verdict();
        return;
    }
    microkit_dbg_puts("\n3. The blast radius: all that the injected code had\n");
    judge_blast_radius(&record()->findings);
    judge_identity(&record()->findings);
    judge_aftermath();
    microkit_dbg_puts("\n5. What isolation does not prevent\n");
    microkit_notify(CHANNEL_ATTACKER);
}

/* The attacker has had its way with the interface. */
static void judge_requests(void)
{
    seL4_Word all = 3 * OPENING_BALANCE;
    seL4_Word attacker = balance(LEDGER_ATTACKER);
    seL4_Word client = balance(LEDGER_CLIENT);

    check_number(attacker, OPENING_BALANCE + 900,
                 "it has the client's 900: this server never asks who is asking");
    if (attacker == OPENING_BALANCE) {
        microkit_dbg_puts("client: it got nothing: transfer() has been cured, and the story is "
                          "another one\n");
    }
    check_number(balance(LEDGER_BANK), OPENING_BALANCE + MOVED,
                 "it has no more: what the interface refuses, was refused");
    check_number(attacker + client + balance(LEDGER_BANK), all, "no money appeared or disappeared");
    ask_safe_server();
    check(books_agree() && prove_secret() == proof, "safe_server: has not noticed anything");
}

void notified(microkit_channel ch)
{
    if (ch == CHANNEL_ATTACKER && !checks_complete()) {
        judge_requests();
        print_verdict();
    }
}
