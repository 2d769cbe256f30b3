#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# How tests that are scripts say what they found; sourced.

# verdict NAME EXPECTED FOUND
verdict() {
    if [ "$2" = "$3" ]; then
        echo "PASS $1"
    else
        echo "FAIL $1: expected '$2', found '$3'"
    fi
}
