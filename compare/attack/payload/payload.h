/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of the injected code, which payload.c goes through. */
#pragma once

/* A try of the present step; it may end the process. */
void memory_item(unsigned long step, unsigned long item);
void files_item(unsigned long step, unsigned long item);
void calls_item(unsigned long step, unsigned long item);
void exhaust_item(unsigned long step, unsigned long item);

/* Decides what a system call was that ended the process in the life before. */
void calls_died(void);
