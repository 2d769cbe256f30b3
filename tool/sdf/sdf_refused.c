/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What Microkit's descriptions may have on other machines: each is refused with
 * its reason, which helps more than "unknown".
 */
#include "sdf.h"

#include <string.h>

#define IO_APIC                                                                                \
    "interrupts of an I/O APIC exist on x86 alone; expected 'irq', the number of an interrupt " \
    "of the GIC"
#define PCI_MESSAGE                                                                            \
    "interrupts that PCI devices send as messages exist on x86 alone; expected 'irq', the "    \
    "number of an interrupt of the GIC"

static const struct refusal {
    const char *element;
    const char *attribute; /* NULL: the element itself */
    const char *reason;
} refusals[] = {
    {"ioport", NULL,
     "I/O ports exist on x86 alone; expected a 'memory_region' with 'phys_addr' for a device's "
     "registers"},
    {"irq", "ioapic", IO_APIC},
    {"irq", "pin", IO_APIC},
    {"irq", "polarity", IO_APIC},
    {"irq", "pcidev", PCI_MESSAGE},
    {"irq", "handle", PCI_MESSAGE},
    {"irq", "vector", "interrupt vectors exist on x86 alone; expected 'irq', the number of an "
                      "interrupt of the GIC"},
    {"memory_region", "prefill_bootinfo",
     "only the boot loader of an x86 machine leaves such information; expected 'prefill_path', a "
     "file"},
};

const char *sdf_refusal(const char *element, const char *attribute)
{
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i += 1) {
        const struct refusal *refusal = &refusals[i];

        if (strcmp(refusal->element, element) == 0 &&
            (attribute == NULL ? refusal->attribute == NULL
                               : refusal->attribute != NULL &&
                                     strcmp(refusal->attribute, attribute) == 0)) {
            return refusal->reason;
        }
    }
    return NULL;
}
