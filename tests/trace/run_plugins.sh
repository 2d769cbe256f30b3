#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the plugins behind `make bench-trace`, `make bench-lines` and `make
# worst-case` count the same with every version of QEMU's plugin interface, and that the one which
# the QEMU at hand takes is picked.  Programs that play QEMU 7.2, 10 and 11 (host.c) load them.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${BUILD:-build}
work=$build/test/trace/plugins
rm -rf "$work"
mkdir -p "$work" || exit 1

# shellcheck source=tests/verdict.sh
. tests/verdict.sh

# A section that counts a block that runs three times, one with an instruction that cannot be read,
# and a page that gets another program's code; and a second section.
cat >"$work/counts.commands" <<'COMMANDS'
block 1000 d503201f d5032e1f d503201f
block 2000 aa0003e0 -
block ffffffffc0003000 d503237f
block 1100 d503201f d5032e3f d503201f
run ffffffffc0003000 1
run 1000 1
run 2000 2
run ffffffffc0003000 1
block 2000 aa0103e1 8b010000
run 2000 3
run 1100 1
run 2000 7
run 1000 1
run 2000 1
run 1100 1
quit
COMMANDS
counts='1004 7001 d5032e1f 1
1008 7001 d503201f 1
1100 7001 d503201f 1
2000 7002 aa0103e1 3
2004 7002 8b010000 3
ffffffffc0003000 7003 d503237f 1
section 1'
more='1004 7001 d5032e1f 1
1008 7001 d503201f 1
1100 7001 d503201f 1
2000 7002 aa0103e1 1
2004 7002 8b010000 1
section 2'

# The first exit of the kernel ends what does not count; `work` looks for interrupts on its way; a
# stretch that prints does not count; instructions of a user, below the kernel, and of a guest, who
# may be above it, never do.  An exit is the first instruction of what follows it.
cat >"$work/functions" <<'FUNCTIONS'
ffffffffc0000000 enter
ffffffffc0000100 work
ffffffffc0000200 print
ffffffffc0000300 ki_end
FUNCTIONS
cat >"$work/stretch.commands" <<'COMMANDS'
block 1000 d503201f d503201f
block ffffffffc0000000 d503201f d503201f
block ffffffffc0000100 d503201f d503201f d503201f
block ffffffffc0000110 d538c101 d503201f
block ffffffffc0000120 d503201f d69f03e0
block ffffffffc0000200 d503201f
block ffffffffc0000300 d503201f d538c101
run ffffffffc0000000 9
run ffffffffc0000100 1
run ffffffffc0000120 1
run 1000 5
run ffffffffc0000300 20
run ffffffffc0000000 1
run ffffffffc0000100 2
run ffffffffc0000110 1
run ffffffffc0000100 1
run ffffffffc0000120 1
run 1000 1
run ffffffffc0000000 8
run ffffffffc0000200 1
run ffffffffc0000120 1
quit
COMMANDS
stretches='stretch enter 9
in enter 2
in work 7
stretch work 9
in enter 2
in work 7'

# Of `lines`: the kernel begins at ffff000000000000.  A section with three repetitions, begun in the
# middle of a line of code, which counts in both; warm-up and what comes after the end do not count.
# A repetition of the kernel: two lines of code on one page; a line of memory through its window,
# read and then written, and read through another address; eight bytes across two lines; a device.
# Of a user: one line of code, and the same line of memory, which is a user's line, too.  In the
# third repetition only, one more line of data is written, and the kernel is not entered.  The last
# row has more repetitions than are looked at, and the kernel is entered in the one behind these.
entry='ffff000000001030 d503201f d503201f d503201f d503201f'
entry="$entry aa0003e0@r,3,ffff800040000008,40000008@w,3,ffff800040000010,40000010"
entry="$entry aa0003e0@r,0,ffff900040000020,40000020 aa0003e0@w,3,ffff80004000103c,4000103c"
entry="$entry aa0003e0@W,2,ffff800009000000,9000000"
cat >"$work/lines.commands" <<COMMANDS
block 1000 d5032e1f d503201f
block 2000 d503201f d5032e5f aa0003e0@r,3,5018,40000018
block $entry
block 3000 aa0003e0@w,2,6000,40003000
block 4000 d5032e3f d503201f
block 4100 d5032e7f
run 2000 1
run 3000 1
run 1000 1
run 2000 1
run ffff000000001030 2
run 2000 1
run ffff000000001030 1
run 2000 1
run 3000 1
run 4000 1
run 3000 1
run 4100 1
run 4100 1
run 1000 1
run 2000 1
run ffff000000001030 1
run 4000 1
run 4100 1
run 1000 1
run 2000 1023
run 3000 1
run 2000 2
run ffff000000001030 1
run 4100 1
quit
COMMANDS
touched='row 1 3 1.3 2.0 2.0 2.7 1.3 1.3 0.3 2.7
row 2 0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0
row 3 1 2.0 3.0 3.0 4.0 1.0 1.0 0.0 2.0
row 4 1024 0.0 0.0 0.0 0.0 1.0 1.0 0.0 2.0'
details='code ffff000000001030 1
code ffff000000001034 1
code ffff000000001038 1
code ffff00000000103c 1
code ffff000000001040 1
code ffff000000001044 1
code ffff000000001048 1
code ffff00000000104c 1
data ffff800040000000 ffff000000001040 1 1 .xx.....
data ffff800040001000 ffff000000001048 1 1 .......x
data ffff800040001040 ffff000000001048 1 1 x.......
data ffff900040000000 ffff000000001044 1 0 ....x...'

for version in 1 2 7; do
    qemu=$build/test/trace/qemu-$version
    picked=$(QEMU=$qemu bench/trace/pick.sh "$build/trace/counts" 2>&1)
    verdict "a_qemu_with_plugin_version_${version}_gets_that_plugin" \
        "$build/trace/counts-$version.so" "$picked"

    "$qemu" -plugin "$build/trace/counts-$version.so,out=$work/counts-$version" \
        <"$work/counts.commands" 2>"$work/counts-$version.err"
    verdict "plugin_version_${version}_counts_what_is_executed_in_a_section" "$counts" \
        "$(sed '/^section 2/,$d' "$work/counts-$version" | LC_ALL=C sort)"
    verdict "plugin_version_${version}_begins_each_section_at_zero" "$more" \
        "$(sed -n '/^section 2/,$p' "$work/counts-$version" | LC_ALL=C sort)"

    "$qemu" -plugin "$build/trace/stretch-$version.so,functions=$work/functions,\
without=print,out=$work/stretch-$version" \
        <"$work/stretch.commands" 2>"$work/stretch-$version.err"
    verdict "plugin_version_${version}_finds_the_longest_stretches" "$stretches" \
        "$(cat "$work/stretch-$version")"

    arguments=kernel=ffff000000000000,out=$work/lines-$version
    "$qemu" -plugin "$build/trace/lines-$version.so,$arguments" \
        <"$work/lines.commands" 2>"$work/lines-$version.err"
    verdict "plugin_version_${version}_counts_lines_and_pages" "$touched" \
        "$(cat "$work/lines-$version")"
    "$qemu" -plugin "$build/trace/lines-$version.so,$arguments.details,details=on" \
        <"$work/lines.commands" 2>"$work/lines-$version.err"
    verdict "plugin_version_${version}_counts_the_same_with_details" "$touched" \
        "$(grep '^row ' "$work/lines-$version.details")"
    verdict "plugin_version_${version}_tells_who_touches_what" "$details" \
        "$(sed -n '/^row 3/,/^row 4/p' "$work/lines-$version.details" | grep -v '^row ' |
            LC_ALL=C sort)"
done

picked=$(QEMU=$build/test/trace/qemu-2 bench/trace/pick.sh "$work/none" 2>&1)
verdict a_qemu_that_takes_no_version_is_an_error \
    "error: $build/test/trace/qemu-2, version 10.0.2, loads none of $work/none-*.so" \
    "$(printf '%s\n' "$picked" | head -n 1)"
