# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a log of the benchmark's, whose lines begin with BENCH, LINES or SYSTEM, and its last
# line, BENCH DONE with the Adler-32 checksum (bench/log/adler32.h) of what is before.  Characters
# are ASCII.
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

{
    print
}

/^(BENCH|LINES|SYSTEM) / {
    for (i = 1; i <= length($0); i++) {
        add(code[substr($0, i, 1)])
    }
    add(10)
}

END {
    printf "BENCH DONE %04x%04x\n", high, low
}
