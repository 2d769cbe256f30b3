#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# mutants.sh FOLDER [NAME... | --sample COUNT SEED]: puts each mutant into a copy of the sources in
# FOLDER, builds what must notice it and runs that.  Without NAME: all.  A NAME may also be that of
# a list.  --sample: COUNT of them, chosen by SEED (a hexadecimal number).  $MAKE is the make that
# builds.  TEST_JOBS mutants are tried at the same time, by default as many as there are processors,
# at most 4.
#
# Exit status: 0 if every mutant was killed.
set -u
# What is run is a process group of its own, so that one that hangs can be ended with its children.
set -m
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/mutants/lib.sh
. tests/mutants/lib.sh

# Far above what a test takes even on a busy machine: it only ends one that hangs.
limit=120

lane=
if [ "$1" = --lane ]; then
    lane=$2
    shift 2
fi
folder=$1
shift
mkdir -p "$folder" || exit 1
output=$folder/output$lane

running=
lanes=
stop() {
    [ -z "$running" ] || kill -9 -- "-$running" 2>/dev/null
    # shellcheck disable=SC2086  # numbers
    [ -z "$lanes" ] || kill $lanes 2>/dev/null
    wait
    exit 130
}
trap stop INT TERM

# choose COUNT SEED: evenly spread over all, another beginning for another SEED.
choose() {
    mutant_names | awk -v count="$1" -v seed="$((0x$2))" '
        { name[NR - 1] = $0 }
        END {
            if (count > NR) count = NR
            for (i = 0; i < count; i++) print name[int(seed % NR + i * NR / count) % NR]
        }'
}

# select_names ARGUMENT...: the mutants that are asked for.
select_names() {
    local name
    for name in "$@"; do
        if [ -f "tests/mutants/$name.txt" ]; then
            mutant_names "tests/mutants/$name.txt"
        elif mutant_list "$name" >/dev/null; then
            echo "$name"
        else
            printf '%s\n' "error: there is no mutant '$name'; expected one of these lists" \
                "$(basename -s .txt -a tests/mutants/*.txt | tr '\n' ' ')or a name in them" >&2
            return 1
        fi
    done
}

# goal TEST: the file that is built to run it.
goal() {
    case $1 in
    target) echo build/test/kernel-task/loader.img ;;
    benchmark) echo build/test/kernel-task-benchmark/loader.img ;;
    guest) echo build/test/guest-task/loader.img ;;
    */*) echo "build/test/$1" ;;
    *) echo "build/test/kernel/$1" ;;
    esac
}

# end_after SECONDS GROUP: ends a process group that still runs then.
end_after() {
    local left=$1
    while [ "$left" -gt 0 ]; do
        sleep 1
        kill -0 -- "-$2" 2>/dev/null || return
        left=$((left - 1))
    done
    kill -9 -- "-$2" 2>/dev/null
}

# run TEST TREE OUTPUT: whether it passes.
run() {
    local board=qemu_virt_aarch64_el1
    [ "$1" != guest ] || board=qemu_virt_aarch64_el2
    case $1 in
    target | benchmark | guest)
        scripts/run_until.sh --icount --board $board "$2/$(goal "$1")" \
            '^(FAIL |KERNEL TESTS DONE|supervisor: cannot|.*panic)' $limit >"$3" 2>&1 </dev/null &
        ;;
    *)
        CMOCKA_MESSAGE_OUTPUT=tap ASAN_OPTIONS=detect_leaks=0 \
            "$2/$(goal "$1")" >"$3" 2>&1 </dev/null &
        ;;
    esac
    running=$!
    end_after $((limit + 20)) $running >/dev/null 2>&1 &
    # A test that is killed makes bash say so.
    wait $running 2>/dev/null || { running= && return 1; }
    running=
    case $1 in
    target | benchmark | guest) grep -qE '^KERNEL TESTS DONE ([0-9]+) of \1' "$3" ;;
    esac
}

# why OUTPUT: the first thing that went wrong.
why() {
    local line
    line=$(tr -d '\r' <"$1" | sed -n -e 's/^not ok [0-9]* - //p' -e 's/^FAIL //p' \
        -e 's/^==[0-9]*==ERROR: //p' -e '/: runtime error: /p' -e '/panic/p' \
        -e '/^supervisor: cannot/p' -e '/^error: /p' | head -n 1 | cut -c 1-70)
    printf '%s\n' "${line:-it did not come to its end}"
}

# baseline TEST...: each passes as the sources are.
baseline() {
    local test goals=
    for test in "$@"; do
        goals="$goals $(goal "$test")"
    done
    # shellcheck disable=SC2086  # names without blanks
    mutants_prepare "$folder/unpatched" "$folder/unpatched.log" $goals || return
    for test in "$@"; do
        run "$test" "$folder/unpatched" "$output" && continue
        echo "error: without a mutant, $test fails: $(why "$output")" >&2
        return 1
    done
    # They are linked for each mutant, so that the copies are small.
    rm -f "$folder"/unpatched/build/test/{kernel,vcpu,arch,vmm}/test_*
}

# restore TREE: what the mutant before has changed in it is again as it is without any.  Only that
# is newer than the beginning of the lane.
restore() {
    local file
    find "$1" -type f -newer "$folder/begun$lane" | while IFS= read -r file; do
        file=${file#"$1/"}
        cp -p "$folder/unpatched/$file" "$1/$file" 2>/dev/null || rm -f "$1/$file"
    done
}

# try NAME: prints what became of it.
try() {
    local test tree=$folder/mutant$lane
    test=$(mutant_field "$1" Killed-by)
    restore "$tree" && mutant_apply "$1" "$tree" &&
        mutants_build "$tree" "$folder/build$lane.log" "$(goal "$test")" 2>"$folder/error$lane" || {
        printf '%-9s %-36s %s\n' BROKEN "$1" "$(head -n 1 "$folder/error$lane")"
        return
    }
    if run "$test" "$tree" "$output"; then
        printf '%-9s %-36s %s passes: %s\n' SURVIVED "$1" "$test" "$(mutant_field "$1" Fault)"
    else
        printf '%-9s %-36s %s: %s\n' killed "$1" "$test" "$(why "$output")"
    fi
}

# run_lane NAME...: one after the other those that no other lane has taken.
run_lane() {
    local name tree=$folder/mutant$lane
    rm -rf "$tree" && cp -Rp "$folder/unpatched" "$tree" || return
    # Later by a second, should files' times be whole ones.
    : >"$folder/begun$lane" && sleep 1
    for name in "$@"; do
        mkdir "$folder/taken/$name" 2>/dev/null || continue
        # Not in a pipe: a subshell gives its children no process groups.
        try "$name" >"$folder/line$lane"
        cat "$folder/line$lane"
        cat "$folder/line$lane" >>"$folder/results"
    done
    rm -rf "$tree"
}

if [ -n "$lane" ]; then
    run_lane "$@"
    exit
fi

case ${1:-} in
'') names=$(mutant_names) ;;
--sample) names=$(choose "$2" "$3") ;;
*) names=$(select_names "$@") || exit 1
    names=$(printf '%s\n' "$names" | awk '!seen[$0]++') ;;
esac
if [ $# -eq 1 ] && [ "$names" = "$1" ]; then
    printf '%s\n' "$(mutant_field "$1" Fault)" "in $(mutant_source "$(mutant_list "$1")"):"
    mutant_lines "$1"
fi

# shellcheck disable=SC2046  # names without blanks
baseline $(for name in $names; do mutant_field "$name" Killed-by; done | sort -u) || exit 1
rm -rf "$folder/taken"
mkdir "$folder/taken" && : >"$folder/results" || exit 1
jobs=${TEST_JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}
[ "$jobs" -le 4 ] || [ -n "${TEST_JOBS:-}" ] || jobs=4
while [ "$jobs" -gt 0 ]; do
    # shellcheck disable=SC2086  # names without blanks
    tests/mutants/mutants.sh --lane "-$jobs" "$folder" $names &
    lanes="$lanes $!"
    jobs=$((jobs - 1))
done
wait

killed=$(grep -c '^killed ' "$folder/results")
survived=$(grep -c '^SURVIVED ' "$folder/results")
broken=$(grep -c '^BROKEN ' "$folder/results")
missing=$(($(printf '%s\n' "$names" | wc -l) - killed - survived - broken))
printf '%s\n' "$((killed + survived + broken)) mutants: $killed killed, $survived survived, "\
"$broken do not build, in $((SECONDS / 60)) min $((SECONDS % 60)) s"
[ "$missing" -eq 0 ] || echo "error: $missing mutants were not tried" >&2
[ "$survived" -eq 0 ] && [ "$broken" -eq 0 ] && [ "$missing" -eq 0 ]
