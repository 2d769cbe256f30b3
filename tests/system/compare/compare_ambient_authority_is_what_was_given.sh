#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that what a component starts with is counted, on both systems, by trying.  The
# figures for the protection domain come from Task 3's prober and the tool's report; a process
# starts with the files, sockets and processes of its user; the one that everything was taken from
# keeps its three descriptors, and the system calls that the filter lets through.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

boot "$work/task3" "$build/test/task3/loader.img" '^TASK3 (PASS|FAIL) ' "$limit"
compare/ambient/pd.sh "$work/task3" "$build/test/task3/report.txt" >"$work/pd"
expect_line "$work/pd" '^AMBIENT pd handles 7 512$'
expect_line "$work/pd" '^AMBIENT pd memory_ranges 6 6$'
expect_line "$work/pd" '^AMBIENT pd objects_writable 1 5$'
expect_line "$work/pd" '^AMBIENT pd devices 0 3$'
expect_line "$work/pd" '^AMBIENT pd components_stoppable 0 5$'
expect_line "$work/pd" '^AMBIENT pd services_connectable 2 5$'
sed 's/^TASK3 PASS/TASK3 FAIL/' "$work/task3" >"$work/failed"
expect_failure "$work/refused" compare/ambient/pd.sh "$work/failed" "$build/test/task3/report.txt"

size=$(sed -n 's/^TARGET_SIZE *:*= *//p' "$build/toolchain.mk")
compare/sizes/sizes.sh "$sdk/board/$board/release/elf/sel4.elf" "$size" >"$work/sizes" ||
    fail "no sizes: $(tail -n 1 "$work/sizes")"
expect_line "$work/sizes" '^SIZE bulkhead kernel_text_bytes [1-9][0-9]{4}$'
expect_line "$work/sizes" '^SIZE bulkhead kernel_source_lines [1-9][0-9]{3,4}$'
expect_line "$work/sizes" '^SIZE linux kernel_source_lines [1-9][0-9]{6,}$'
said=$(sed -n 's/^| source, lines .* some \([0-9]*\),\([0-9]*\) |$/\1\2/p' docs/compare.md)
counted=$(sed -n 's/^SIZE bulkhead kernel_source_lines //p' "$work/sizes")
[ $((counted - ${said:-0})) -lt 300 ] && [ $((said - counted)) -lt 300 ] ||
    fail "docs/compare.md says that the kernel has '$said' lines, and it has $counted"

need_linux_guest
boot_linux "$work/linux" ambient
expect_line "$work/linux" '^AMBIENT processes components_stoppable 4 5$'
expect_line "$work/linux" '^AMBIENT processes components_traceable 4 5$'
expect_line "$work/linux" '^AMBIENT processes namespaces [0-8] 8$'
expect_line "$work/linux" '^AMBIENT processes system_calls [23][0-9][0-9] 356$'
expect_line "$work/linux" '^AMBIENT processes objects_readable [1-9][0-9]* [1-9][0-9]*$'
expect_line "$work/linux" '^AMBIENT users handles 3 16$'
expect_line "$work/linux" '^AMBIENT users system_calls 9 356$'
for id in environment root_powers objects_readable objects_writable devices proc_readable \
    sys_readable components_visible components_stoppable services_connectable namespaces; do
    expect_line "$work/linux" "^AMBIENT users $id 0 [0-9]+\$"
done
expect_line "$work/linux" '^SIZE linux kernel_text_bytes [1-9][0-9]{6,}$'

# Each has a line in the catalogue.
cat "$work/pd" "$work/linux" | awk '$1 == "AMBIENT" { print $3 }' | sort -u >"$work/ids"
while read -r id; do
    grep -q "^$id  *[a-z]" compare/ambient/ambient.txt ||
        fail "compare/ambient/ambient.txt does not explain $id"
done <"$work/ids"
