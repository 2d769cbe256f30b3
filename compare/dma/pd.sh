#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# pd.sh TRANSCRIPT: what the device of Task 6 reaches, as lines DMA: of the configuration `pd_bare`
# while the SMMU lets everything through, and of `pd` when it is on.  TRANSCRIPT is the console of a
# run, in which the judge said of each attempt what came of it.
set -eu
grep -q '^TASK6 PASS ' "$1" || {
    echo "error: $1 has no line TASK6 PASS, so nothing is derived from it" >&2
    exit 1
}

awk '
    function tell(config, id, got, tried) {
        if (got == "" || tried + 0 == 0) {
            print "error: the transcript has not the form of Task 6: " config " " id > "/dev/stderr"
            failed = 1
            exit 1
        }
        lines[++count] = "DMA " config " " id " " got " " tried
    }
    # The number before "words", in a line of the judge.
    function words(i) {
        for (i = 2; i <= NF; i++) if ($i ~ /^words/) return $(i - 1)
        return ""
    }
    { sub(/\r$/, "") }
    /^[0-9]\. / { part = $1 + 0; in_kernel = 0 }
    !/^judge: ok / { next }
    / the device copies the letter to the buffer: / && part <= 2 { own[part] = words() }
    part == 1 && / its device reads the secret: [0-9]+ words are in the buffer$/ { read = words() }
    part == 1 && / its device overwrites it: the victim finds [0-9]+ words changed$/ {
        written = words()
    }
    part == 2 && / its device (reads|overwrites) the secret: the SMMU says who, and where$/ {
        reported++
    }
    part == 2 && / not a word of the secret is in the buffer$/ && nothing == "" { nothing = 0 }
    part == 2 && / the victim.s page is what it wrote$/ && whole == "" { whole = 0 }
    / not mapped for the driver$/ { in_kernel = / the kernel.s memory: / }
    in_kernel && / nor does its device read it$/ { kernel_read = 0; reported++ }
    in_kernel && / nor write to it$/ { kernel_written = 0; reported++ }
    END {
        if (failed) exit 1
        tell("pd_bare", "dma_own", own[1], own[1])
        tell("pd_bare", "dma_process_read", read, own[1])
        tell("pd_bare", "dma_process_write", written, own[1])
        tell("pd", "dma_own", own[2], own[2])
        tell("pd", "dma_process_read", nothing, own[2])
        tell("pd", "dma_process_write", whole, own[2])
        tell("pd", "dma_kernel_read", kernel_read, own[2])
        tell("pd", "dma_kernel_write", kernel_written, own[2])
        tell("pd", "dma_reported", reported, 4)
        for (i = 1; i <= count; i++) print lines[i]
    }' "$1"
