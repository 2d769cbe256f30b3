/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8, the code that is injected into the VMM: what it can reach through others, who would have
 * to do it in its place.
 */
#include "../link.h"
#include "../../common/slots.h"
#include "channels.h"
#include "payload.h"

enum { SECTOR_BYTES = 512 };

/* 0 to 2; just below, at, and just above each power of two from 4 on, so that the disk's end and
   products that wrap to its begin are among them; the last number of all; and one from which a
   request of DISK_AT_ONCE has its last sector behind the end. */
static seL4_Word sector_of(seL4_Word i)
{
    if (i < 3) {
        return i;
    }
    if (i < DISK_SECTORS_ASKED - 2) {
        return (1ull << (i / 3 + 1)) + i % 3 - 1;
    }
    return i < DISK_SECTORS_ASKED - 1 ? ~0ull : DISK_SECTORS + 1 - DISK_AT_ONCE / SECTOR_BYTES;
}

/* Three that are good where the disk does not end, and three that are good nowhere. */
static const seL4_Word lengths[] = {
    SECTOR_BYTES, 2 * SECTOR_BYTES, DISK_AT_ONCE,
    SECTOR_BYTES - 1, DISK_AT_ONCE + SECTOR_BYTES, -(seL4_Word)SECTOR_BYTES,
};
_Static_assert(sizeof(lengths) / sizeof(lengths[0]) == DISK_LENGTHS, "radius.h counts others");

/* What the VMM may ask for. */
static seL4_Bool is_on_disk(seL4_Word sector, seL4_Word bytes)
{
    return sector < DISK_SECTORS && bytes % SECTOR_BYTES == 0 && bytes <= DISK_AT_ONCE &&
           bytes / SECTOR_BYTES <= DISK_SECTORS - sector;
}

static void ask(enum disk_request request, seL4_Word sector, seL4_Word bytes)
{
    seL4_Word mr2 = 0;
    seL4_Word mr3 = 0;
    seL4_MessageInfo_t info;

    info = seL4_CallWithMRs(BASE_ENDPOINT_CAP + DISK, seL4_MessageInfo_new(request, 0, 0, 2),
                            &sector, &bytes, &mr2, &mr3);
    found()->disk_asked++;
    found()->disk_answered += seL4_MessageInfo_get_label(info) == DISK_DONE;
}

void ask_disk(void)
{
    for (seL4_Word i = 0; i < DISK_SECTORS_ASKED; i++) {
        for (seL4_Word j = 0; j < DISK_LENGTHS; j++) {
            if (!is_on_disk(sector_of(i), lengths[j])) {
                ask(DISK_READ, sector_of(i), lengths[j]);
                ask(DISK_WRITE, sector_of(i), lengths[j]);
            }
        }
    }
}

/* At a place where the VMM is not. */
void forge(void)
{
    seL4_Word ip = VMM_PROGRAM;
    seL4_Word address = DEVICE;
    seL4_Word prefetch = 0;
    seL4_Word status = 0x92000007;

    (void)seL4_CallWithMRs(SLOT_FAULTS, seL4_MessageInfo_new(seL4_Fault_VMFault, 0, 0, 4), &ip,
                           &address, &prefetch, &status);
}

/* The line to the guest's client is the VMM's: so is what is said there. */
void lie(void)
{
    static const char lines[] = "reach lie 1 1\nready\n";

    for (const char *c = lines; *c != '\0'; c++) {
        (void)ring_put(&((volatile struct link *)LINK_PAGE)->to_client, (seL4_Uint8)*c);
    }
}
