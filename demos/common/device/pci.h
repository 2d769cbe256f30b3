/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration space of one PCI function, for the component that owns it.
 * A function has a page of its own in the ECAM, at (bus << 20 | device << 15 |
 * function << 12); whoever has one page mapped reaches no other function's.
 *
 * It is not for a function's driver: with it, a driver could put its registers
 * over those of another device, or become a bus master by itself.
 *
 * Source: PCI Local Bus Specification 3.0, chapter 6; PCI Express Base 7.2.2 (ECAM).
 */
#pragma once

#include <stdint.h>

enum { PCI_IDENTITY = 0x00, PCI_COMMAND = 0x04, PCI_BAR0 = 0x10 };

/* What is read where there is no device. */
#define PCI_NOBODY 0xffffffffu

/* Bits of PCI_COMMAND. */
enum {
    PCI_MEMORY = 1 << 1, /* answers at the addresses in its BARs */
    PCI_MASTER = 1 << 2  /* may access memory by itself */
};

static inline uint32_t pci_read(volatile uint8_t *config, unsigned offset)
{
    return *(volatile uint32_t *)(config + offset);
}

static inline void pci_write(volatile uint8_t *config, unsigned offset, uint32_t value)
{
    *(volatile uint32_t *)(config + offset) = value;
}

/* Vendor in bits 15:0, device in 31:16. */
static inline uint32_t pci_identity(volatile uint8_t *config)
{
    return pci_read(config, PCI_IDENTITY);
}

/* Puts the memory of BAR number `bar`, one of 32 bits, to `address`. */
static inline void pci_set_bar(volatile uint8_t *config, unsigned bar, uint32_t address)
{
    pci_write(config, PCI_BAR0 + 4 * bar, address);
}

/* PCI_MEMORY, PCI_MASTER or both; not 32 bits, for status bits beside it are cleared by ones. */
static inline void pci_set_command(volatile uint8_t *config, uint16_t command)
{
    *(volatile uint16_t *)(config + PCI_COMMAND) = command;
}
