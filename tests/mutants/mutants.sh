#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# mutants.sh FOLDER [NAME... | --sample COUNT SEED]: puts each mutant into a copy of the sources in
# FOLDER, builds what must notice it and runs that.  Without NAME: all.  A NAME may also be that of
# a list.  --sample: COUNT of them, chosen by SEED (a hexadecimal number).  $MAKE is the make that
# builds.
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

folder=$1
shift
mkdir -p "$folder" || exit 1
running=
trap '[ -z "$running" ] || kill -9 -- "-$running" 2>/dev/null; exit 130' INT TERM

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
    case $1 in
    target | benchmark)
        scripts/run_until.sh --icount "$2/$(goal "$1")" \
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
    target | benchmark) grep -qE '^KERNEL TESTS DONE ([0-9]+) of \1' "$3" ;;
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
        run "$test" "$folder/unpatched" "$folder/output" && continue
        echo "error: without a mutant, $test fails: $(why "$folder/output")" >&2
        return 1
    done
    # They are linked for each mutant, so that the copies are small.
    rm -f "$folder"/unpatched/build/test/kernel/test_*
}

# try NAME: prints what became of it.
try() {
    local test tree=$folder/mutant
    test=$(mutant_field "$1" Killed-by)
    rm -rf "$tree" && cp -Rp "$folder/unpatched" "$tree" && mutant_apply "$1" "$tree" &&
        mutants_build "$tree" "$folder/build.log" "$(goal "$test")" 2>"$folder/error" || {
        printf '%-9s %-36s %s\n' BROKEN "$1" "$(head -n 1 "$folder/error")"
        return
    }
    if run "$test" "$tree" "$folder/output"; then
        printf '%-9s %-36s %s passes: %s\n' SURVIVED "$1" "$test" "$(mutant_field "$1" Fault)"
    else
        printf '%-9s %-36s %s: %s\n' killed "$1" "$test" "$(why "$folder/output")"
    fi
}

case ${1:-} in
'') names=$(mutant_names) ;;
--sample) names=$(choose "$2" "$3") ;;
*) names=$(select_names "$@") || exit 1 ;;
esac
if [ $# -eq 1 ] && [ "$names" = "$1" ]; then
    printf '%s\n' "$(mutant_field "$1" Fault)" "in $(mutant_source "$(mutant_list "$1")"):"
    mutant_lines "$1"
fi

# shellcheck disable=SC2046  # names without blanks
baseline $(for name in $names; do mutant_field "$name" Killed-by; done | sort -u) || exit 1
: >"$folder/results"
# Not in a pipe: a subshell gives its children no process groups.
for name in $names; do
    try "$name" >"$folder/line"
    cat "$folder/line"
    cat "$folder/line" >>"$folder/results"
done
rm -rf "$folder/mutant"
killed=$(grep -c '^killed ' "$folder/results")
survived=$(grep -c '^SURVIVED ' "$folder/results")
broken=$(grep -c '^BROKEN ' "$folder/results")
printf '%s\n' "$((killed + survived + broken)) mutants: $killed killed, $survived survived, "\
"$broken do not build"
[ "$survived" -eq 0 ] && [ "$broken" -eq 0 ]
