/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8, the client: lines to the guest and from it.  The guest is the attacker's: what it says
 * is cut to size, and nothing waits for it without an end.
 */
#include "client.h"

#include "../common/counter.h"
#include "../common/safe_server.h"
#include "link.h"
#include "radius.h"

enum { LINE = 80, REPORTS = 32 };

/* In seconds.  Only a guest that says nothing any more takes so long. */
enum { PATIENCE = 300, SIGN_OF_LIFE = 5 };

static char line[LINE];
static unsigned in_line;
static seL4_Word known_faults; /* of the VMM: with one more, nobody says anything any more */
static struct finding findings[REPORTS];
static unsigned findings_count;

static volatile struct link *link(void)
{
    return (volatile struct link *)LINK_PAGE;
}

seL4_Word vmm_faults(void)
{
    return ((const volatile struct vmm_log *)LOG_PAGE)->faults;
}

void guest_expect_words(void)
{
    known_faults = vmm_faults();
}

void guest_tell(const char *text)
{
    guest_expect_words();
    for (; *text != '\0'; text++) {
        (void)ring_put(&link()->to_guest, (seL4_Uint8)*text);
    }
    (void)ring_put(&link()->to_guest, '\n');
    microkit_notify(CLIENT_LINK);
}

static seL4_Bool begins(const char *text, const char *with)
{
    for (; *with != '\0'; text++, with++) {
        if (*text != *with) {
            return seL4_False;
        }
    }
    return seL4_True;
}

static seL4_Bool same(const char *a, const char *b)
{
    return begins(a, b) && begins(b, a);
}

static const char *number(const char *text, seL4_Word base, seL4_Word *value)
{
    *value = 0;
    for (;; text++) {
        seL4_Word digit = (seL4_Word)(*text >= 'a' ? *text - 'a' + 10 : *text - '0');

        if (*text == '\0' || digit >= base) {
            return text;
        }
        *value = *value * base + digit;
    }
}

/* "NAME GOT OF" */
static void note(const char *text)
{
    struct finding *to = &findings[findings_count];
    unsigned i = 0;

    if (findings_count == REPORTS) {
        return;
    }
    for (; *text != ' ' && *text != '\0' && i < sizeof(to->name) - 1; text++) {
        to->name[i++] = *text;
    }
    to->name[i] = '\0';
    if (*text == ' ') {
        text = number(text + 1, 10, &to->got);
        (void)number(*text == ' ' ? text + 1 : text, 10, &to->of);
        findings_count++;
    }
}

const struct finding *finding(const char *name)
{
    for (unsigned i = 0; i < findings_count; i++) {
        if (same(findings[i].name, name)) {
            return &findings[i];
        }
    }
    return seL4_Null;
}

void findings_clear(void)
{
    findings_count = 0;
}

/* The next whole line, if there is one; a longer one is cut. */
static seL4_Bool next_line(void)
{
    seL4_Uint8 c;

    while (ring_next(&link()->to_client, &c)) {
        ring_drop(&link()->to_client);
        if (c == '\n') {
            line[in_line] = '\0';
            in_line = 0;
            return seL4_True;
        }
        if (in_line < LINE - 1) {
            line[in_line++] = (char)c;
        }
    }
    return seL4_False;
}

/* For who watches: a guest that boots says nothing. */
static void show_life(seL4_Word since, seL4_Word *said)
{
    if (counter_now() - since > (*said + 1) * counter_ticks(SIGN_OF_LIFE * 1000000)) {
        *said = *said + 1;
        microkit_dbg_puts("measured: safe_server serves; the guest is at work\n");
    }
}

/* The next line that begins so. */
static seL4_Bool await(const char *with)
{
    seL4_Word since = counter_now();
    seL4_Word said = 0;

    while (counter_now() - since < PATIENCE * counter_ticks(1000000) &&
           vmm_faults() == known_faults) {
        if (next_line()) {
            if (begins(line, with)) {
                return seL4_True;
            }
            if (begins(line, "reach ")) {
                note(line + 6);
            }
        } else {
            be_served();
            show_life(since, &said);
        }
    }
    return seL4_False;
}

seL4_Bool guest_wait(const char *word)
{
    return await(word) && same(line, word);
}

seL4_Bool guest_serves(seL4_Word question)
{
    static const char digits[] = "0123456789abcdef";
    char text[] = ASK "0000000000000000";
    seL4_Word word = safe_question(question, 1);
    seL4_Word answer;

    for (unsigned i = 0; i < 16; i++) {
        text[sizeof(ASK) - 1 + i] = digits[word >> (60 - 4 * i) & 15];
    }
    guest_tell(text);
    if (!await(ANSWER)) {
        return seL4_False;
    }
    (void)number(line + sizeof(ANSWER) - 1, 16, &answer);
    return answer == safe_answer(word);
}
