#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: figures that mean something.  The benchmark runs to its end, with every reply
# as it must be; a second run prints the same; the kernel is below its size limit; and nothing got
# worse than bench/baseline.json says, if this is the compiler that made it.
. "$(dirname "$0")/../lib.sh"

# Three hundred million instructions: minutes where many want the processor.
limit=500

bench/run.sh "$build/bench" "$work/logs" 2>"$work/progress" || fail "$(tail -n 1 "$work/progress")"
for image in rows kernel; do
    boot "$work/second" --icount "$build/bench/$image/loader.img" '^BENCH DONE ' "$limit"
    diff "$work/logs/$image.log" "$work/second" >"$work/difference" ||
        fail "the second run differs: $(sed -n 2p "$work/difference")"
done

bench/host_rows.sh "$sdk/board/$board/release/elf/sel4.elf" "$TARGET_SIZE" "$build/bench-usage" \
    true >"$work/logs/host.log" 2>"$work/valgrind"
for image in marked kernel_marked; do
    bench/trace/lines_log.sh "$work/logs/lines_$image.log" "$build/trace/lines" \
        "$sdk/board/$board/release/elf/sel4.elf" "${TARGET_SIZE/-size/-objdump}" \
        "$build/bench/$image/loader.img" '^BENCH DONE ' "$limit" 2>"$work/progress" ||
        fail "$(tail -n 1 "$work/progress")"
done
# Its other board once: above a kernel at EL2, with guests.
at_el2=qemu_virt_aarch64_el2
bench/run.sh "$build/bench-el2" "$work/el2" $at_el2 "a kernel at EL2, board $at_el2" \
    2>"$work/progress" || fail "$(tail -n 1 "$work/progress")"
columns=()
for log in "$work"/logs/*.log; do
    columns+=("bulkhead=$log")
done
for log in "$work"/el2/*.log; do
    columns+=("bulkhead_el2=$log")
done
"$build/bench-report" table bench/rows.txt ${columns[@]+"${columns[@]}"} >"$work/table"
expect_line "$work/table" '^  kernel_text  '
expect_line "$work/table" '^  guest_switch +- +[0-9.]+ '
expect_line "$work/table" '^  null_syscall +[0-9]+ +[0-9]+ +\([0-9]+\) +[0-9]+ \+ '

if grep -qF "\"compiler\": \"$TOOLCHAIN\"" bench/baseline.json && [ "$CFLAGS" = '-O2 -g' ]; then
    "$build/bench-report" check bench/rows.txt bench/baseline.json "$TOOLCHAIN" \
        ${columns[@]+"${columns[@]}"} >"$work/check" ||
        fail "$(grep -E '^(worse|missing)' "$work/check" | tr '\n' ';')"
fi
