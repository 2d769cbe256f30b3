#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The habits that every tracked file keeps, as far as a script can see them.  Prints one line for
# each violation, `FILE:LINE: what`, and ends with status 1 if there is one.
set -u
cd "$(dirname "$0")/.." || exit 1

max_function=60
max_file=600
max_columns=100

# files PATTERN...: the tracked files of these names that are here.
files() {
    local file
    git ls-files -- "$@" | while IFS= read -r file; do
        [ ! -f "$file" ] || printf '%s\n' "$file"
    done
}

# lacking FIRST LAST PATTERN WHERE: WHERE stands for "LINE: what"; of the files whose names come in,
# those that have no line like PATTERN from FIRST to LAST.  One process: there are many files.
lacking() {
    tr '\n' '\0' | LC_ALL=C xargs -0 awk -v first="$1" -v last="$2" -v pattern="$3" -v where="$4" '
        function end_file() { if (file != "" && !found) print file ":" where }
        FNR == 1 { end_file(); file = FILENAME; found = 0 }
        FNR >= first && FNR <= last && $0 ~ pattern { found = 1 }
        END { end_file() }'
}

# A licence line at the top; scripts have it below their first line.
licences() {
    files '*.c' '*.cc' '*.h' '*.S' '*.lds' '*.ld' '*.sh' '*.mk' Makefile '*/Makefile' .ci/run |
        lacking 1 3 'SPDX-License-Identifier: BSD-2-Clause' \
            "1: no line 'SPDX-License-Identifier: BSD-2-Clause'"
}

# Sizes.  A function is from the line of its brace in column 1 to that of the closing one.
sizes() {
    # shellcheck disable=SC2016
    files '*.c' '*.cc' '*.h' '*.S' '*.sh' '*.mk' Makefile | tr '\n' '\0' | LC_ALL=C xargs -0 awk \
        -v max_function=$max_function -v max_file=$max_file -v max_columns=$max_columns '
        function end_file() {
            if (lines > max_file)
                print file ":" lines ": a file of " lines " lines (limit " max_file ")"
        }
        FNR == 1 { end_file(); file = FILENAME; start = 0 }
        { lines = FNR }
        {
            columns = $0
            gsub(/[\200-\277]/, "", columns) # of a UTF-8 character, count the first byte
        }
        # Messages that a test expects are easier to find and to compare in one piece.
        length(columns) > max_columns && FILENAME !~ /^tests\/tool\/run_/ {
            print FILENAME ":" FNR ": a line of " length(columns) " columns (limit " max_columns ")"
        }
        FILENAME !~ /\.(c|cc|h)$/ { next }
        /\t/ { print FILENAME ":" FNR ": a tab" }
        /[ ]$/ { print FILENAME ":" FNR ": a space at the end of the line" }
        /^\{/ { start = FNR }
        /^\}/ && start {
            if (FNR - start > max_function)
                print FILENAME ":" start ": a function of " FNR - start " lines (limit " \
                    max_function ")"
            start = 0
        }
        END { end_file() }'
}

# Portable code has one configuration: differences are in config.h and by the search path.  The
# headers that users include may ask which language they are in.
conditionals() {
    files 'kernel/core/*.[ch]' 'kernel/check/*.[ch]' 'tool/*.[ch]' 'initialiser/*.[ch]' \
        'libmicrokit/*.[ch]' 'loader/*.[ch]' 'demos/*.[ch]' 'bench/*.[ch]' \
        'compare/report/*.[ch]' 'example/*.[ch]' | tr '\n' '\0' |
        LC_ALL=C xargs -0 awk '
            FNR == 1 { language = 0 }
            !/^[ ]*#[ ]*(if|ifdef|ifndef|elif|else|endif)/ { next }
            FILENAME ~ /^libmicrokit\/include\// && /^#ifdef __cplusplus$/ { language = 1; next }
            language && /^#else$/ { next }
            /endif/ { language = 0; next }
            { print FILENAME ":" FNR ": preprocessor conditional in portable code" }'
}

# Each header compiles once; each C file says at its top what it owns.
openings() {
    files '*.h' | lacking 1 600 '^#pragma once' '1: no #pragma once'
    files '*.c' '*.cc' | lacking 2 3 '^/\*' '2: no comment that says what this file owns'
}

# A string that fills its array leaves no room for its NUL, of which newer compilers warn.
full_strings() {
    files '*.[ch]' | tr '\n' '\0' |
        xargs -0 grep -nE 'char [a-z_]+\[[0-9]+\] = "[^"\\]*";' /dev/null |
        sed -E 's/^([^:]*:[0-9]+):.*\[([0-9]+)\] = "([^"]*)".*/\1 \2 \3/' |
        awk 'length($0) - length($1 $2) - 2 >= $2 { print $1 ": the string fills its array" }'
}

left_overs() {
    # The words are split so that this script does not find itself.
    files '*.[chS]' '*.cc' '*.sh' '*.mk' '*.md' '*.xml' '*.system' Makefile | tr '\n' '\0' |
        xargs -0 grep -nwE 'TO''DO|FIX''ME|XX''X' /dev/null | sed 's/$/ (a left-over marker)/'
}

# includes FOLDER SEARCH_FOLDER...: FOLDER's sources include, in quotes, only files from these, also
# by a path that leads upwards.
includes() {
    local folder=$1 file line name place found up
    shift
    grep -n '^#include "' /dev/null "$folder"/*.[chS] 2>/dev/null |
        sed 's/^\([^:]*\):\([0-9]*\):#include "\([^"]*\)".*/\1 \2 \3/' |
        while read -r file line name; do
            found=
            up=
            case $name in
            ../*) up=$(cd "$folder/$(dirname "$name")" 2>/dev/null && pwd) ;;
            esac
            for place in "$folder" "$@"; do
                if [ -n "$up" ]; then
                    [ "$up" != "$(cd "$place" && pwd)" ] || found=yes
                elif [ -e "$place/$name" ]; then
                    found=yes
                fi
            done
            [ -n "$found" ] || echo "$file:$line: includes $name, which $folder/ must not know"
        done
}

dependencies() {
    local folder below
    includes kernel/core kernel/check kernel/arch/host kernel/config/debug
    includes kernel/check kernel/core kernel/arch/host kernel/config/debug
    for folder in demos/*/; do
        includes "${folder%/}" demos/common demos/common/device
    done
    includes demos/common/device
    includes bench bench/clock/counter
    includes bench/kernel bench bench/kernel/sizes
    includes bench/scale bench bench/kernel
    includes bench/report bench/log
    includes bench/linux linux bench/log
    includes bench/linux/child bench/linux linux
    includes compare/report compare/report/input compare/report/page
    includes compare/report/input compare/report
    includes compare/report/page compare/report compare/report/input
    includes bench/trace
    for folder in example/*/; do
        includes "${folder%/}"
    done
    includes example/vmm/base
    includes example/vmm/device example/vmm/base
    includes example/vmm/vm example/vmm/base example/vmm/device
    includes example/vmm/target example/vmm/base example/vmm/device example/vmm/vm \
        example/uart_driver
    includes example/vmm/share example/vmm/base
    includes example/vmm/driver example/vmm/base example/vmm/device example/vmm/share \
        example/vmm/target example/uart_driver
    includes demos/task8/vmm demos/task8 example/vmm/base example/vmm/device example/vmm/vm \
        example/vmm/target example/uart_driver demos/common
    includes demos/task8/guest demos/task8 example/vmm/vm
    includes libmicrokit libmicrokit/include
    includes initialiser loader initialiser/spec initialiser/objects initialiser/monitor
    includes initialiser/spec
    includes initialiser/objects initialiser/spec
    includes initialiser/monitor initialiser initialiser/spec initialiser/objects
    below=(loader initialiser/spec initialiser/objects)
    for folder in $(sed -n 's/^tool_folders := //p' tool/tool.mk); do
        includes "tool/$folder" "${below[@]}"
        below+=("tool/$folder")
    done
    includes tool "${below[@]}"
    grep -nE '(__asm__|[^a-z_]asm) *(volatile)? *\(' kernel/core/*.[ch] kernel/check/*.[ch] \
        /dev/null |
        sed 's/^\([^:]*:[0-9]*\):.*/\1: assembly in the portable core/'
    grep -nE '^#include "(endpoint|fault|ipc|notification|reply|sched_context)\.h"' \
        kernel/core/sched.[ch] kernel/core/sched_parts.h kernel/core/sched_switch.c \
        kernel/core/place.[ch] kernel/core/domain.[ch] |
        sed 's/^\([^:]*:[0-9]*\):.*/\1: the scheduler must not know what threads wait on/'
}

# Behind each return from the kernel is what speculation does not pass.
returns() {
    # shellcheck disable=SC2046  # names without blanks
    awk '
        FNR == 1 { due = 0 }
        due && $1 != (due == 2 ? "dsb" : "isb") {
            print FILENAME ":" FNR ": expected `dsb nsh` and `isb` behind `eret`"
            due = 1
        }
        due { due-- }
        $1 == "eret" { due = 2 }' $(files 'kernel/arch/aarch64/*.S')
}

# Files do not depend on each other in circles.  One is left in kernel/core: threads wait, are woken
# and chosen, and an idle machine waits in the midst of it.  Who breaks a circle takes its files off
# these lists; what is not on them does not join.
circles() {
    local kernel='delete|endpoint|fault|ipc|irq|notification|place|reply|sched|sched_context'
    local target='mmu_boot|mmu_kernel|el[12]/mmu_level|device/gic|device/timer'
    target="^kernel/arch/aarch64/($target)[.]c\$"
    local uses="^(kernel/check|tests)/|$target"
    kernel="^kernel/core/($kernel|sched_parts|sched_switch|thread)([.]|\$)"
    uses="$uses|^demos/task5/(ledger|vulnerable_pd)[.]c$"
    files '*.c' '*.h' | LC_ALL=C awk -v exempt_includes="$kernel" -v exempt_uses="$kernel|$uses" \
        -f scripts/circles.awk
}

# What a demonstration prints, and `make help`, fit a terminal of 80 columns.
terminals() {
    files 'demos/*/expected.txt' Makefile | tr '\n' '\0' | LC_ALL=C xargs -0 awk '
        FILENAME == "Makefile" && !sub(/^## ?/, "") { next }
        length > 80 { print FILENAME ":" FNR ": " length " columns on a terminal (limit 80)" }'
}

# A folder can be seen in one look; but for those that have a file for each part of one machine, and
# for pages, to which an index leads, and for corpora: inputs, or patches, of one kind.  A system
# test is in the folder of what it tests.
crowds() {
    local flat='^(docs|docs/kernel|kernel/core|tests/kernel/target)$'
    local corpora='^tests/(fuzz/corpus/.*|tool/(broken|legal)|mutants|sabotage|exercises)$'
    files | sed -n 's#/[^/]*$##p' | sort | uniq -c |
        LC_ALL=C awk -v flat="$flat" -v corpora="$corpora" '
            $1 > 25 && $2 !~ flat && $2 !~ corpora {
                print $2 ":1: a folder of " $1 " files (limit 25)"
            }'
    files 'tests/system/*.sh' | grep -v -e '^tests/system/.*/' -e '/lib\.sh$' |
        sed 's/$/:1: a test that is in no folder of tests\/system, so that nobody runs it/'
}

# Temporary files go where TMPDIR says, which tests are told to be below BUILD.
temporaries() {
    files '*.sh' '*.mk' 'tests/*.[ch]' 'tool/*.[ch]' 'bench/*.[ch]' \
        'compare/report/*.[ch]' | tr '\n' '\0' |
        xargs -0 grep -n '/tmp[^a-z]' /dev/null | grep -v TMPDIR |
        sed -E 's/^([^:]*:[0-9]*):.*/\1: a temporary file that TMPDIR does not place/'
}

# A page that a text refers the reader to is there.
references() {
    local file line page
    {
        files | tr '\n' '\0' | xargs -0 grep -noE 'docs/[a-zA-Z0-9_/-]+\.md' /dev/null
        files '*.md' | tr '\n' '\0' | xargs -0 grep -noE '\]\([^)#: ]+' /dev/null |
            sed -E -e '/\]\(https?$/d' -e 's#^(([^:]*/)?[^/:]*:[0-9]+:)\]\(#\1\2#'
    } | while IFS=: read -r file line page; do
        [ -e "$page" ] || echo "$file:$line: refers to $page, which is not there"
    done
}

# The index leads to each page, and each page to the index and the words; a Japanese page is that of
# its English twin; the list of tests has each of their folders; a drawing is that of its source.
pages() {
    local page
    files 'docs/*.md' | grep -v -e '^docs/kernel/' -e '^docs/README.md$' |
        while IFS= read -r page; do
            grep -qF "](${page#docs/})" docs/README.md ||
                echo "docs/README.md:1: does not say what $page is for"
            case $page in
            docs/ja/*) sed -n 4p "$page" | grep -qF "[英語版](../${page#docs/ja/})" ;;
            *) sed -n 3p "$page" | grep -q '^\[All pages\](README\.md)' ;;
            esac || echo "$page:3: not the line that leads to the other pages"
        done
    scripts/translations.sh || echo 'scripts/translations.sh:1: does not run'
    files 'tests/*' | sed -n -e 's#^tests/\(system/[^/]*/\).*#\1#p' -e t \
        -e 's#^tests/\([^/]*/\).*#\1#p' | sort -u | while IFS= read -r page; do
        grep -qF "\`$page" tests/README.md || echo "tests/README.md:1: does not say what $page is"
    done
    # shellcheck disable=SC2046  # names without blanks
    scripts/draw.sh --stale $(files 'docs/pictures/*.dot') |
        sed 's/$/:1: changed after it was drawn; make docs draws it anew/'
}

# Makefiles and scripts keep to what a Mac's make, bash and tools know.
portability() {
    files '*.sh' '*.awk' '*.mk' Makefile '*/Makefile' .ci/run | tr '\n' '\0' | LC_ALL=C xargs -0 \
        awk -f scripts/portability.awk scripts/portability.rules ||
        echo 'scripts/portability.awk:1: does not run'
}

# Sabotages, exercises and the patches that make SDKs like other families' apply to the sources as
# they are.  That they do what they must, system tests require.
patches() {
    local folder patch file
    # shellcheck source=tests/patches.sh
    . tests/patches.sh
    folder=$(mktemp -d "${TMPDIR:-/tmp}/gates.XXXXXX") || return
    for patch in $(files 'tests/*.patch'); do
        rm -rf "$folder/tree"
        for file in $(patch_files "$patch"); do
            mkdir -p "$folder/tree/$(dirname "$file")" &&
                cp "$file" "$folder/tree/$file" 2>/dev/null
        done
        patch_apply "$patch" "$folder/tree" "$folder/log" 2>&1
    done | sed -n 's#^error: \([^ ]*\) \(.*\)#\1:1: \2#p'
    rm -rf "$folder"
}

# So do the mutants.  That they are noticed, `make mutants` and a system test require.
mutants() {
    # shellcheck source=tests/mutants/lib.sh
    . tests/mutants/lib.sh
    mutants_check
}

# Each invariant of the kernel is broken by a test, which asks for its words.
invariants() {
    local file words
    files 'kernel/check/*.c' | while IFS= read -r file; do
        awk -v RS=';' '/HOLDS\(/ {
            while (match($0, /"[^"]*: [^"]*"/)) {
                print substr($0, RSTART, RLENGTH)
                $0 = substr($0, RSTART + RLENGTH)
            }
        }' "$file" | while IFS= read -r words; do
            grep -qF -- "$words" tests/kernel/check/test_check*.c tests/kernel/vcpu/test_check*.c ||
                grep -nF -- "$words" "$file" |
                sed "s#^\([0-9]*\):.*#$file:\1: no test breaks the invariant $words#"
        done
    done
}

violations=$(
    licences
    sizes
    conditionals
    openings
    full_strings
    left_overs
    dependencies
    returns
    circles
    crowds
    terminals
    portability
    temporaries
    references
    pages
    patches
    mutants
    invariants
)
if [ -n "$violations" ]; then
    printf '%s\n' "$violations"
    exit 1
fi
echo 'gates: nothing found'
