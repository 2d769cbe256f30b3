#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the lines of a row which the plugin counts are that row's in the table,
# that what does not fit together is an error, and that `make bench-lines` says whose lines they
# are.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${BUILD:-build}
work=$build/test/trace/lines
rm -rf "$work"
mkdir -p "$work" || exit 1

# shellcheck source=tests/verdict.sh
. tests/verdict.sh

# In place of QEMU: takes any plugin, prints $CONSOLE, and leaves $RECORD as the plugin's.
cat >"$work/qemu" <<'QEMU'
#!/bin/sh
out=
for argument; do
    case $argument in
    --version)
        echo 'QEMU emulator version 7.2.0'
        exit
        ;;
    *,check=on) exit ;;
    *,out=*) out=${argument#*,out=} ;;
    esac
done
printf "$RECORD" >"$out"
printf "$CONSOLE"
QEMU
chmod +x "$work/qemu"

# touched CONSOLE RECORD: what touched.sh says of them.
touched() {
    CONSOLE=$1 RECORD=$2 QEMU=$work/qemu bench/trace/touched.sh "$work/record" "$work/plugin" \
        c0000000 "$work/image" '^BENCH DONE' 60 2>&1
}
verdict rows_get_the_lines_that_were_counted_before_they_were_printed 'LINES a 1.0 2.0 3.0 4.0
LINES c 5.0 6.0 7.0 8.0' "$(touched 'BENCH a 1.0\r\nnoise\nBENCH b 2.0\nBENCH c 3\nBENCH DONE\n' \
    'row 1 9 1.0 2.0 3.0 4.0\nrow 2 0 0.0 0.0 0.0 0.0\ncode 1 2\nrow 3 9 5.0 6.0 7.0 8.0\n')"
verdict a_row_that_was_not_counted_is_an_error \
    "error: 2 rows in $work/record.console, 1 in $work/record" \
    "$(touched 'BENCH a 1.0\nBENCH b 2.0\nBENCH DONE\n' 'row 1 9 1.0\n')"
verdict a_row_that_failed_is_an_error 'error: BENCH a FAILED: why' \
    "$(touched 'BENCH a FAILED: why\nBENCH DONE\n' 'row 1 9 1.0\n')"

# Where there is no plugin for QEMU, the table has no such part.
left_out() {
    bench/trace/lines_log.sh "$work/lines.log" "$work/none" c0000000 objdump "$work/image" x 1 2>&1
    echo "$?, $(ls "$work/lines.log" 2>/dev/null)"
}
touch "$work/lines.log"
verdict lines_are_left_out_where_qemu_takes_no_plugin "  LEAVE out lines and pages: error: \
$build/test/trace/qemu-2, version 10.0.2, loads none of $work/none-*.so
0, " "$(QEMU=$build/test/trace/qemu-2 left_out)"
verdict lines_are_left_out_on_purpose '  LEAVE out lines and pages: BENCH_LINES=no
0, ' "$(BENCH_LINES=no left_out)"

# A function without a size, then two with; a variable on two lines, and an object.  An instruction
# of unknown source is named by its function.
cat >"$work/symbols" <<'END'
symbol ffffffffc0000000 - entry
symbol ffffffffc0000030 0000000000000020 lookup
symbol ffffffffc0000080 0000000000000010 leave
symbol ffffffffc0003020 0000000000000040 state
END
cat >"$work/sources" <<'END'
source ffffffffc0000030 lookup.c:10
source ffffffffc0000034 lookup.c:12
source ffffffffc0000084 ??:0
END
cat >"$work/touched" <<'END'
code ffffffffc0000028 9
code ffffffffc0000034 9
code ffffffffc0000030 9
code ffffffffc0000084 9
data ffffffffc0003040 ffffffffc0000084 9 9 x.......
data ffffffffc0003000 ffffffffc0000034 9 0 ....xx..
data ffffffffc0003000 ffffffffc0000030 9 9 .....x..
data ffffff8040001840 ffffffffc0000030 9 0 x.......
END
verdict lines_are_listed_by_symbol \
    'a_row, kernel: 2.0 lines of code, 3.0 of data (2.0 written), 4.0 pages in a repetition

code: x is an instruction that is executed
ffffffffc0000000  ..........x.xx..  entry lookup
ffffffffc0000080  .x..............  leave

data: r 8 bytes that are read, w written, b both
ffffff8040001840  r.......  object, line 1 of 2 KiB
     read by lookup.c:10
ffffffffc0003000  ....rb..  state
     read by lookup.c:12
     written by lookup.c:10
ffffffffc0003040  w.......  state+0x20
     written by leave+0x4' "$(LC_ALL=C awk -v row=a_row -v figures='2.0 3.0 2.0 4.0' \
    -f bench/trace/lines.awk "$work/symbols" "$work/sources" "$work/touched")"
