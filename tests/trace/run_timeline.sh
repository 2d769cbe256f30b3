#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the plugin behind `make timeline` notes who runs and what a program asks
# for, with every version of QEMU's plugin interface, and that what is drawn of it can be read: the
# trace by a viewer, the page by a browser, whatever the components print.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${BUILD:-build}
work=$build/test/trace/timeline
rm -rf "$work"
mkdir -p "$work" || exit 1

# shellcheck source=tests/verdict.sh
. tests/verdict.sh

# The kernel is at 0x40000000 of physical memory, programs are above it.  `one` calls (MOVN x7, #0;
# SVC), prints a character (number -12) and makes a system call whose number comes from a register;
# `two` goes on; at the end, `one` jumps there without the kernel.
printf '40001000 40002000 one\n40002000 40003000 two\n' >"$work/programs"
printf 'ffffffffc0000000 interrupt\nffffffffc0000200 character\n' >"$work/functions"
cat >"$work/commands" <<'COMMANDS'
block ffffffffc0000000 d503201f d503201f
block ffffffffc0000100 d503201f d503201f
block ffffffffc0000200 d503201f
block 1000 92800007 d4000001
block 1100 92800167 d4000001
block 1200 aa0103e7 d4000001
block 1300 d4000001
block 2000 d503201f d503201f
block 5000 d503201f
run ffffffffc0000100 1
run 1000 1
run ffffffffc0000100 1
run 2000 3
run ffffffffc0000000 1
run ffffffffc0000100 1
run 1000 1
run ffffffffc0000100 1
run 1100 1
run ffffffffc0000200 1
run ffffffffc0000100 1
run 1200 1
run ffffffffc0000100 1
run 5000 1
run 1000 1
run ffffffffc0000100 1
run 1300 1
run 2000 1
quit
COMMANDS
noted='2 run one
3 call -1
6 run two
12 interrupt
16 run one
17 call -1
22 character
26 call 0
31 call -1
34 call -1
35 run two'
for version in 1 2 7; do
    "$build/test/trace/qemu-$version" -plugin "$build/trace/timeline-$version.so,kernel=\
ffffffffc0000000:40000000,programs=$work/programs,functions=$work/functions,\
out=$work/events-$version" <"$work/commands" 2>"$work/err-$version"
    verdict "plugin_version_${version}_notes_who_runs_and_what_it_asks_for" "$noted" \
        "$(cat "$work/events-$version")"
done

# A run: a call, its answer, a signal, the interrupt that ends a wait, and a fault, whose handler
# prints what would end a string, a text, or a character.  The last line has no end yet.
printf 'system: "a\\b" </text> & \303\244 \377 \033[0m\n' >"$work/console"
printf 'then\n' >>"$work/console"
{
    printf '90 run initial task, monitor\n95 call -1\n100 call -7\n120 run a & b\n'
    printf '200 call -1\n250 run server\n300 call -2\n350 run a & b\n'
    printf '400 call -5\n420 call -6\n430 send\n450 call -7\n'
    printf '500 interrupt\n510 send\n520 run server\n'
    printf '600 memory-fault\n650 run initial task, monitor\n'
    awk 'BEGIN { for (i = 1; i <= 39; i++) print 700 + i, "character" }'
    printf '760 call -7\n'
} >"$work/events"
bench/timeline/draw.sh 'the "system"' "$work" >"$work/said"
verdict timeline_says_where_the_page_is \
    "Wrote $work/index.html, and trace.json beside it for https://ui.perfetto.dev." \
    "$(cat "$work/said")"
# shellcheck disable=SC2046
${HOST_CC:-cc} -std=c11 tests/trace/programs/trace_events.c -o "$work/trace_events" \
    $(scripts/host_flags.sh) -ljansson || exit 1
"$work/trace_events" <"$work/trace.json" >"$work/listed" 2>&1 ||
    echo "FAIL trace_is_one_that_viewers_take: $(tail -n 1 "$work/listed")"
grep ' i ' "$work/listed" >"$work/instants"
verdict trace_has_the_events_in_order "0.090 i kernel: starts
0.100 i initial task, monitor: waits
0.200 i a & b: calls
0.300 i server: replies
0.400 i a & b: signals
0.420 i a & b: sends
0.450 i a & b: waits
0.500 i a & b: interrupt
0.600 i server: memory fault
0.734 i initial task, monitor: prints: system: \"a\\b\" </text> & ä ? ?[0m
0.739 i initial task, monitor: prints: then" "$(cat "$work/instants")"
verdict trace_has_a_slice_for_each_run "kernel
initial task, monitor
a & b
server
a & b
server
initial task, monitor" "$(sed -n 's/^[0-9.]* B \(.*\): runs$/\1/p' "$work/listed")"
verdict trace_leads_from_a_call_to_the_server "0.200 s a & b: calls
0.250 f server: calls" "$(grep -e ' [sf] .*: calls$' "$work/listed")"

# Of the page: what is in its texts, which escaped comes out as it was; and no other markup.
page=$work/index.html
verdict page_escapes_what_is_printed 1 "$(grep -cF \
    '>system: &quot;a\b&quot; &lt;/text&gt; &amp; ä ? ?[0m</text>' "$page")"
verdict page_has_a_column_for_each "kernel
initial task, monitor
a &amp; b
server" "$(sed -n 's/.*class="name">\(.*\)<\/text>.*/\1/p' < <(sed 's/<\/text>/&\
/g' "$page"))"
verdict page_has_an_arrow_for_each_switch 6 "$(grep -c 'class="arrow"' "$page")"
verdict page_needs_nothing_else 0 "$(grep -c -e '<script' -e 'src=' -e '<link' "$page")"

EVENTS=3 bench/timeline/draw.sh few "$work" >"$work/said"
verdict timeline_says_what_is_left_out '8 more events came later; EVENTS=NUMBER shows more.' \
    "$(head -n 1 "$work/said")"
if "$work/trace_events" <"$work/trace.json" >"$work/listed" 2>&1; then
    echo 'PASS shortened_trace_is_one_that_viewers_take'
else
    echo "FAIL shortened_trace_is_one_that_viewers_take: $(tail -n 1 "$work/listed")"
fi
