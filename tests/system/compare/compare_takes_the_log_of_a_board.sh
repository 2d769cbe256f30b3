#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the cycles of a user's Raspberry Pi beside our instructions (PI_LOG=FILE), and
# that a page which is of another board or version, cut off, damaged or failed is refused.
. "$(dirname "$0")/../lib.sh"

take() {
    bench/selftest/pi_log.sh "$work/log" 0.1.0 "$work/bench"
}
# sealed: a page with its checksum, of lines on stdin.
sealed() {
    cat >"$work/lines"
    cat "$work/lines"
    echo "SELFTEST $1 14 of 14 checks, checksum $(awk -f bench/log/adler32.awk "$work/lines")"
}
lines() {
    echo "SELFTEST BEGIN Bulkhead ${2:-0.1.0}, $1, benchmark${3:-}"
    echo 'core       Cortex-A72 r0p3, MIDR 0x410fd083'
    echo 'CYCLES null_syscall 300 312 900'
    echo 'CYCLES call_and_reply 800 834 2000 instructions 390'
    echo 'CYCLES map 500 510 3000 instructions 441'
    echo 'CYCLES map mean 612.5 instructions 442.1'
    echo 'CYCLES timer_tick mean 1200.3'
}
echo 'BENCH null_syscall 108.0' >"$work/bench"

# As a terminal keeps it: an earlier page that was cut off, other lines, and CR.
{
    lines rpi4b_4gb | head -n 2
    echo 'U-Boot>'
    lines rpi4b_4gb | sealed PASS
    echo 'something else'
} | sed "s/\$/$(printf '\r')/" >"$work/log"
take >"$work/table"
expect_line "$work/table" '^Pi 4, cycles \(Bulkhead 0\.1\.0, rpi4b_4gb, benchmark\)$'
expect_line "$work/table" '^  null_syscall +108\.0 +- +- +300 +312 +900$'
expect_line "$work/table" '^  call_and_reply +- +390 +- +800 +834 +2000$'
expect_line "$work/table" '^  map +- +442\.1 +612\.5 +500 +510 +3000$'
expect_line "$work/table" '^  timer_tick +- +- +1200\.3 +- +- +-$'
! grep -q emulator "$work/table" || fail 'the page of a board was taken for one of an emulator'
cp "$work/log" "$work/good"
bench/selftest/pi_log.sh "$work/log" 0.1.0 --page >"$work/page"
[ "$(head -n 1 "$work/page")" = "$(lines rpi4b_4gb | head -n 1)" ] &&
    [ "$(tail -n 1 "$work/page" | cut -c 1-14)" = 'SELFTEST PASS ' ] || fail 'not the page'

# With the page of components, wherever it is, of which the last counts; the rows are one table.
{
    lines rpi4b_4gb 0.1.0 ', components' | sealed FAIL
    cat "$work/good"
    { lines rpi4b_4gb 0.1.0 ', components' | head -n 1 &&
        echo 'CYCLES ppcall_passive_0 mean 700.5 instructions 429.0'; } >"$work/components"
    sealed PASS <"$work/components"
} >"$work/log"
take >"$work/table"
expect_line "$work/table" '^  ppcall_passive_0 +- +429\.0 +700\.5 +- +- +-$'
expect_line "$work/table" '^  null_syscall +108\.0 +- +- +300 +312 +900$'
expect_line "$work/table" '^  map +- +442\.1 +612\.5 +500 +510 +3000$'
bench/selftest/pi_log.sh "$work/log" 0.1.0 --page >"$work/page"
[ "$(grep -c '^SELFTEST BEGIN ' "$work/page")" = 2 ] &&
    ! grep -q 'SELFTEST FAIL' "$work/page" || fail 'not one page of each kind'

# QEMU's own page is taken, too, for what it is.
{ lines rpi4b_2gb && echo 'timer      as an emulator has it, whose ticks are whole ...: 18'; } |
    sealed PASS >"$work/log"
take >"$work/table"
expect_line "$work/table" '^The timer is that of an emulator: its cycles say nothing about a board'

# refused MESSAGE
refused() {
    expect_failure "$work/message" take
    expect_line "$work/message" "^error: $work/log: $1"
}
sed 's/312/321/' "$work/good" >"$work/log"
refused "the checksum is '[0-9a-f]{8}', but the lines have '[0-9a-f]{8}'"
grep -v null_syscall "$work/good" >"$work/log"
refused 'the checksum is '
grep -v 'SELFTEST PASS' "$work/good" >"$work/log"
refused 'is cut off'
lines qemu_virt_aarch64_el1 | sealed PASS >"$work/log"
refused "is not of a Raspberry Pi 4: 'SELFTEST BEGIN Bulkhead 0.1.0, qemu_virt_aarch64_el1,"
lines rpi4b_2gb 0.0.9 | sealed PASS >"$work/log"
refused "is of another version: .*, expected 0.1.0"
{ lines rpi4b_2gb && echo 'WRONG      memory keeps what is written'; } | sealed FAIL >"$work/log"
refused 'the self-test failed: WRONG      memory keeps'
{ cat "$work/good" && sed 's/rpi4b_4gb/rpi4b_2gb/' "$work/components" | sealed PASS; } >"$work/log"
refused "has pages of two boards: '.*rpi4b_4gb' and '.*rpi4b_2gb'"
{ cat "$work/good" "$work/components"; } >"$work/log"
refused 'is cut off: .* the last .*, benchmark, components'
echo 'BENCH DONE' >"$work/log"
refused 'has no line SELFTEST BEGIN'
rm "$work/log"
refused 'cannot be read'

# make asks it before it measures anything.
for goal in bench compare; do
    expect_failure "$work/message" make_afresh $goal PI_LOG="$work/log"
    expect_line "$work/message" "^error: $work/log: cannot be read"
    ! grep -q '^  CC' "$work/message" || fail 'something was compiled'
done
