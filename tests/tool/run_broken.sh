#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Every broken/NAME.system must be refused, with the messages of broken/NAME.expected first, exit
# status 1 and nothing left behind.
set -u
. "$(dirname "$0")/lib.sh"
prepare broken

for system in "$tests"/broken/*.system; do
    name=$(basename "$system" .system)
    cp "$system" . || exit 1
    build "$name.system"
    refused "tool_refuses_$name" "$tests/broken/$name.expected"
done

[ "$failures" -eq 0 ]
