# SPDX-License-Identifier: BSD-2-Clause
#
# Prints the Adler-32 checksum (bench/log/adler32.h) of all lines.  With -v log_lines=1: the lines, which
# are a log of the benchmark's, and then its last one, BENCH DONE with the checksum of those that
# begin with BENCH, LINES or SYSTEM.  Characters are ASCII.
BEGIN {
    low = 1
    for (i = 32; i < 127; i++) {
        code[sprintf("%c", i)] = i
    }
}

function add(byte) {
    low = (low + byte) % 65521
    high = (high + low) % 65521
}

log_lines { print }
log_lines && !/^(BENCH|LINES|SYSTEM) / { next }

{
    for (i = 1; i <= length($0); i++) {
        add(code[substr($0, i, 1)])
    }
    add(10)
}

END {
    printf "%s%04x%04x\n", log_lines ? "BENCH DONE " : "", high, low
}
