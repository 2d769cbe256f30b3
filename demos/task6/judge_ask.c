/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 6: what the judge asks of the others, and sees with its own eyes. */
#include "../common/device/smmu.h"
#include "judge.h"

static seL4_Word letters; /* how often the driver was told to fill the letter */
static seL4_Word secrets;

struct command copy(seL4_Word from, seL4_Word to)
{
    return (struct command){ORDER_COPY, from, to, COPY_BYTES};
}

struct command write_letter(void)
{
    return (struct command){ORDER_WRITE_LETTER, ++letters, 0, 0};
}

seL4_Word iommu_asked(enum request request, seL4_Word word)
{
    microkit_mr_set(0, word);
    (void)microkit_ppcall(JUDGE_IOMMU, microkit_msginfo_new(request, 1));
    return microkit_mr_get(0);
}

void iommu_does(enum request request, const char *claim)
{
    enum smmu_result result = (enum smmu_result)iommu_asked(request, 0);

    check(result == SMMU_OK, claim);
    if (result != SMMU_OK) {
        microkit_dbg_puts("   it says: ");
        microkit_dbg_puts(smmu_result_text(result));
        microkit_dbg_puts("\n");
    }
}

/* The words of an answer to REQUEST_EVENTS. */
enum { EVENTS_COUNT, EVENTS_TYPE, EVENTS_STREAM, EVENTS_ADDRESS, EVENTS_SAME };

void check_event(seL4_Word type, seL4_Word address, seL4_Bool read, const char *claim)
{
    seL4_Word count = iommu_asked(REQUEST_EVENTS, read ? 1 : 0);

    check(count != 0 && microkit_mr_get(EVENTS_TYPE) == type &&
              microkit_mr_get(EVENTS_STREAM) == STREAM &&
              microkit_mr_get(EVENTS_ADDRESS) == address && microkit_mr_get(EVENTS_SAME) != 0,
          claim);
}

void check_no_event(const char *claim)
{
    seL4_Word reads = iommu_asked(REQUEST_EVENTS, 1);

    check_number(reads + iommu_asked(REQUEST_EVENTS, 0), 0, claim);
}

static seL4_Word victim_does(enum wish wish, seL4_Word word)
{
    microkit_mr_set(0, word);
    (void)microkit_ppcall(JUDGE_VICTIM, microkit_msginfo_new(wish, 1));
    return microkit_mr_get(0);
}

void victim_fills(void)
{
    (void)victim_does(WISH_FILL, ++secrets);
}

seL4_Word victim_finds_changed(void)
{
    return victim_does(WISH_LOOK, 0);
}

static seL4_Word word_at(seL4_Word page, seL4_Word i)
{
    return ((const volatile seL4_Word *)page)[i];
}

seL4_Word loot(seL4_Word first)
{
    seL4_Word same = 0;

    for (seL4_Word i = first; i < COPY_WORDS; i++) {
        same += word_at(BUFFER, i) == word_at(SECRET, i - first);
    }
    return same;
}

seL4_Word post(void)
{
    seL4_Word same = 0;

    for (seL4_Word i = 0; i < COPY_WORDS; i++) {
        same += word_at(BUFFER, i) == filling(MARK_LETTER, letters, i);
    }
    return same;
}

seL4_Word in_buffer(void)
{
    seL4_Word full = 0;

    for (seL4_Word i = 0; i < PAGE_BYTES / sizeof(seL4_Word); i++) {
        full += word_at(BUFFER, i) != 0;
    }
    return full;
}

seL4_Word letter_changed(void)
{
    seL4_Word changed = 0;

    for (seL4_Word i = 0; i < PAGE_BYTES / sizeof(seL4_Word); i++) {
        changed += word_at(LETTER, i) != filling(MARK_LETTER, letters, i);
    }
    return changed;
}
