/* SPDX-License-Identifier: BSD-2-Clause */
/* What a process of the system under attack has for itself: the attack is to get it. */
#pragma once

/* A page at `address` that forked children do not get. */
void private_page(unsigned long address);

/* Gives this process a random word at COOKIE (exhibit.h), which nobody else is to read or write. */
void cookie_draw(void);
