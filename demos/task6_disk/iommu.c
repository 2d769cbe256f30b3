/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Owns the SMMU and the disk's PCI configuration.  What the disk may reach is not
 * its to say: the tool made the tables, and this component has them read-only.
 */
#include <microkit.h>

#include "../common/device/pci.h"
#include "../common/device/smmu.h"
#include "../common/print.h"
#include "disk.h"
#include "virtio.h"

#define TABLES    0x5000000ull
#define COMMANDS  0x5200000ull
#define EVENTS    0x5201000ull
#define REGISTERS 0x5300000ull
#define CONFIG    0x5400000ull

/* Set by the tool. */
seL4_Word commands_paddr, events_paddr, registers_paddr;

/* PCI: the first capability's place; virtio's structures are in BAR 4, which is one of 64 bits. */
enum { PCI_CAPABILITIES = 0x34, CAPABILITIES_MOST = 48, BAR = 4 };

static struct smmu smmu;
static struct smmu_config setup;
static seL4_Bool is_on;
static seL4_Word places[PLACES]; /* by enum place; 0 is not in use */

static volatile seL4_Uint8 *config(void)
{
    return (volatile seL4_Uint8 *)CONFIG;
}

/* Where virtio's structures are.  Those in another BAR stay unknown, and so does the disk. */
static void find_places(void)
{
    unsigned at = config()[PCI_CAPABILITIES];

    for (unsigned i = 0; i < PLACES; i++) {
        places[i] = NOWHERE;
    }
    for (unsigned i = 0; at != 0 && i < CAPABILITIES_MOST; i++) {
        const volatile seL4_Uint8 *capability = config() + at;
        unsigned type = capability[VIRTIO_CAP_TYPE];

        if (capability[0] == VIRTIO_CAP_VENDOR && capability[VIRTIO_CAP_BAR] == BAR &&
            type >= PLACE_COMMON && type <= PLACE_DEVICE) {
            places[type] = pci_read(config(), at + VIRTIO_CAP_OFFSET);
            if (type == PLACE_NOTIFY) {
                places[PLACE_MULTIPLIER] = pci_read(config(), at + VIRTIO_CAP_MULTIPLIER);
            }
        }
        at = capability[1];
    }
}

/* The disk may use memory when the SMMU is on, not before. */
void init(void)
{
    enum smmu_result result;

    setup = (struct smmu_config){
        .registers = (volatile seL4_Uint8 *)REGISTERS,
        .made = (const volatile seL4_Uint64 *)TABLES,
        .commands = {(volatile seL4_Uint64 *)COMMANDS, commands_paddr, PAGE_BYTES},
        .events = {(volatile seL4_Uint64 *)EVENTS, events_paddr, PAGE_BYTES},
    };
    if (pci_identity(config()) != VIRTIO_BLOCK_IDENTITY) {
        microkit_dbg_puts("iommu: device 1 is no disk of virtio 1: demos/task6_disk/machine\n");
        return;
    }
    pci_set_command(config(), 0);
    pci_set_bar(config(), BAR, (seL4_Uint32)registers_paddr);
    pci_set_bar(config(), BAR + 1, 0);
    find_places();
    result = smmu_init(&smmu, &setup);
    is_on = result == SMMU_OK;
    if (!is_on) {
        microkit_dbg_puts("iommu: the SMMU is not on: ");
        microkit_dbg_puts(smmu_result_text(result));
        microkit_dbg_puts("\n");
        return;
    }
    pci_set_command(config(), PCI_MEMORY | PCI_MASTER);
}

void notified(microkit_channel ch)
{
    (void)ch;
}

static microkit_msginfo tell_places(void)
{
    microkit_mr_set(0, (seL4_Word)is_on);
    for (seL4_Uint8 i = 1; i < PLACES; i++) {
        microkit_mr_set(i, places[i]);
    }
    return microkit_msginfo_new(0, PLACES);
}

static void print_event(const struct smmu_event *event)
{
    microkit_dbg_puts("iommu: event: stream ");
    microkit_dbg_put32(event->stream);
    microkit_dbg_puts(event->read ? ", read of " : ", write to ");
    print_hex(event->address);
    microkit_dbg_puts(event->type == EVENT_TRANSLATION  ? ": not mapped\n"
                      : event->type == EVENT_PERMISSION ? ": not allowed\n"
                                                        : ": refused\n");
}

static microkit_msginfo tell_events(void)
{
    struct smmu_event first = {0};
    struct smmu_event event;
    seL4_Word count = 0;
    seL4_Bool same = seL4_True;

    while (is_on && smmu_next_event(&smmu, &event)) {
        first = count++ == 0 ? event : first;
        same = same && event.type == first.type && event.stream == first.stream &&
               event.read == first.read;
    }
    if (count != 0) {
        print_event(&first);
    }
    microkit_mr_set(0, count);
    microkit_mr_set(1, first.type);
    microkit_mr_set(2, first.stream);
    microkit_mr_set(3, first.address);
    microkit_mr_set(4, (seL4_Word)first.read);
    microkit_mr_set(5, (seL4_Word)same);
    return microkit_msginfo_new(0, 6);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    switch ((enum iommu_request)microkit_msginfo_get_label(msginfo)) {
    case IOMMU_PLACES:
        return tell_places();
    case IOMMU_EVENTS:
        return tell_events();
    }
    return microkit_msginfo_new(0, 0);
}
