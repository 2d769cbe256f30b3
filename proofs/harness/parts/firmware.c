/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: the firmware is called with the words that were sent, by who may call that function and
 *     nobody else, and its answer is told; a right to one function does not become one to another
 * Bound: none: all capabilities of the type, all words
 * Assumes: nothing else
 * Options: --unwind 10
 * Sources: cap_kind
 * Mutants: any_function_by_any_badge badged_right_calls_nothing badge_of_the_right_changes
 */
#include "err.c"
#include "prove.h"
#include "smc.c"

static const word_t *words;
static unsigned calls;
static word_t answer[FIRMWARE_WORDS];

void *object_at(paddr_t address)
{
    (void)address;
    return NULL;
}

void arch_firmware_call(const word_t *sent, word_t *results)
{
    calls++;
    for (unsigned i = 0; i < FIRMWARE_WORDS; i++) {
        PROVE(sent[i] == words[i], "the words that were sent");
        answer[i] = nondet_word();
        results[i] = answer[i];
    }
}

int main(void)
{
    cap_t cap = cap_set_type_field((cap_t){{nondet_word(), nondet_word()}}, CAP_SMC);
    word_t sent[FIRMWARE_WORDS];
    struct cte slot = {.cap = cap};
    struct invocation call = {.target = &slot, .cap = cap, .length = FIRMWARE_WORDS};

    for (unsigned i = 0; i < FIRMWARE_WORDS; i++) {
        sent[i] = nondet_word();
        call.mr[i] = sent[i];
    }
    words = sent;
    PROVE(smc_kind.methods[0].label == ARMSMCCall && smc_kind.methods[0].words == FIRMWARE_WORDS &&
              smc_kind.methods[1].label == 0 && smc_kind.methods[1].run == NULL,
          "there is one call, of so many words");
    struct err err = smc_kind.methods[0].run(&call);
    bool may = cap_badge(cap) == 0 || cap_badge(cap) == sent[0];
    PROVE(calls == (may ? 1 : 0) && (err.kind == ERR_NONE) == may, "who may call it does, once");
    if (may) {
        REACHED("the firmware is called");
        PROVE(call.result_length == FIRMWARE_WORDS, "the answer is told");
        for (unsigned i = 0; i < FIRMWARE_WORDS; i++) {
            PROVE(call.result[i] == answer[i], "as it is");
        }
    }
    word_t data = nondet_word();
    bool preserve = nondet_bool();
    cap_t other = cap_set_data(cap, data, preserve);
    PROVE(cap_badge(cap) != 0 || preserve || cap_badge(other) == data,
          "the right to all functions can become that to one");
    PROVE(cap_is_null(other) || cap_badge(cap) == 0 || cap_badge(other) == cap_badge(cap),
          "the right to one function does not become that to another");
}
