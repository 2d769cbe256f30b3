/* SPDX-License-Identifier: BSD-2-Clause */
/* Owns the SMMU, and has made none of its tables. */
#include "../../../demos/common/device/pci.h"
#include "../../../demos/common/device/smmu.h"

#include <microkit.h>

#define TABLES    0x5000000ull
#define COMMANDS  0x5200000ull
#define EVENTS    0x5201000ull
#define REGISTERS 0x5300000ull
#define CONFIG    0x5400000ull

enum { PAGE_BYTES = 4096 };

seL4_Word commands_paddr, events_paddr, device_paddr;

static struct smmu smmu;
static struct smmu_config setup;

void init(void)
{
    volatile uint8_t *config = (volatile uint8_t *)CONFIG;
    enum smmu_result result;

    setup = (struct smmu_config){
        .registers = (volatile uint8_t *)REGISTERS,
        .made = (const volatile uint64_t *)TABLES,
        .commands = {(volatile uint64_t *)COMMANDS, commands_paddr, PAGE_BYTES},
        .events = {(volatile uint64_t *)EVENTS, events_paddr, PAGE_BYTES},
    };
    pci_set_bar(config, 0, (uint32_t)device_paddr);
    pci_set_command(config, PCI_MEMORY);
    result = smmu_init(&smmu, &setup);
    microkit_dbg_puts("the SMMU is on: ");
    microkit_dbg_puts(smmu_result_text(result));
    microkit_dbg_puts("\n");
    if (result == SMMU_OK) {
        pci_set_command(config, PCI_MEMORY | PCI_MASTER);
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}

/* The first event since the last call: how many there were, its type, stream, address, was it a
   read? */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    struct smmu_event first = {0};
    struct smmu_event event;
    seL4_Word count = 0;

    (void)ch;
    (void)msginfo;
    while (smmu_next_event(&smmu, &event)) {
        first = count++ == 0 ? event : first;
    }
    microkit_mr_set(0, count);
    microkit_mr_set(1, first.type);
    microkit_mr_set(2, first.stream);
    microkit_mr_set(3, first.address);
    microkit_mr_set(4, first.read);
    return microkit_msginfo_new(0, 5);
}
