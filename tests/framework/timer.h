/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests to the timer: label and words; the answer's first word is the time, in microseconds. */
#pragma once

enum timer_request { TIMER_NOW, TIMER_WAKE /* 0: after so many microseconds */ };
