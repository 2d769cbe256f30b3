/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What both sides of the comparison of time agree on: a loop that is to start at the
 * beginning of each period beside a hog, which never waits; and a covert channel, whose
 * code, receiver and decoder are Task 7's.
 */
#pragma once

enum {
    LOOP_PERIODS = 100,
    LOOP_PERIOD_US = 1000,
    /* Where something bounds it: so much of each period, which is another than the loop's, so that
       at some time they meet in the worst way. */
    HOG_SHARE_US = 280,
    HOG_PERIOD_US = 700,
    HOG_LIFE_US = 200000, /* it ends by itself, for nobody might be able to end it */
    SYMBOL_US = 100,    /* as in demos/task7/channel/channel.h */
    WORK_US = 25,
    SENDER_SHARE_US = 40 /* of each symbol, where something bounds it */
};
