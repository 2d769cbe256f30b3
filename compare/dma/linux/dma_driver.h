/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device's driver, as the attacker has it: in the kernel, as a module with a bug
 * (dma_module.c), or in this process, by VFIO (dma_vfio.c).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "dma_device.h"

struct dma_driver {
    /* By root; what it may do afterwards is what a driver has. */
    void (*start)(void);
    /* All of the driver's buffer. */
    void (*set)(const uint64_t words[DMA_WORDS]);
    void (*get)(uint64_t words[DMA_WORDS]);
    /* The device copies from `address`, as it has it, into its own memory, or out of that;
       DMA_BUFFER is the buffer. */
    void (*copy)(bool out, uint64_t address);
    /* A page of the kernel's; null: there is none to try. */
    void (*kernel_page)(struct dma_kernel_page *page);
};

extern const struct dma_driver dma_module, dma_vfio;

/* Ends everything if it does not hold: says what, and errno. */
void must(bool holds, const char *what);

/* By the kernel's loader of modules. */
void load_module(const char *file, const char *parameters);
