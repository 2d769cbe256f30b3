# SPDX-License-Identifier: BSD-2-Clause
#
# What the tool's test scripts share.  Sourced with bash; needs TOOL (the microkit executable),
# and takes BUILD (default build) and HOST_CC (default cc) from the environment.

tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit 1
: "${TOOL:?TOOL must name the microkit executable, as in TOOL=build/sdk/bin/microkit}"
TOOL=$(cd "$(dirname "$TOOL")" && pwd)/$(basename "$TOOL") || exit 1
BUILD=${BUILD:-build}
mkdir -p "$BUILD" || exit 1
BUILD=$(cd "$BUILD" && pwd) || exit 1
failures=0

# A sanitizer's report must not look like the exit status of a mere error.
export ASAN_OPTIONS=exitcode=99:detect_leaks=0 UBSAN_OPTIONS=exitcode=99:halt_on_error=1

pass() {
    echo "PASS $1"
}

fail() {
    echo "FAIL $1: $2"
    failures=$((failures + 1))
}

# prepare NAME: makes a fresh folder with programs/ and sdk/ (programs/main.c) and goes there.
prepare() {
    local work=$BUILD/test/tool/$1 tool=$tests/../../tool
    rm -rf "$work" && mkdir -p "$work" || exit 1
    ${HOST_CC:-cc} -std=c11 -I"$tool/base" -I"$tool/program" "$tests/programs/main.c" \
        "$tests/make_elf.c" "$tool/base/memory.c" "$tool/base/format.c" \
        -o "$work/make_programs" || exit 1
    "$work/make_programs" "$work" || exit 1
    cd "$work" || exit 1
    export MICROKIT_SDK=$work/sdk
}

# build SYSTEM ARGUMENT...: runs the tool in the prepared folder, output to out/, and leaves its
# exit status in `status`, what it printed in `stdout` and `stderr`.
build() {
    local system=$1
    shift
    rm -rf out && mkdir out || exit 1
    "$TOOL" "$system" --board test --config debug -o out/loader.img -r out/report.txt \
        --search-path programs "$@" >stdout 2>stderr </dev/null
    status=$?
}

# refused NAME EXPECTED: the last build failed in the right way, and its first messages are those
# in the file EXPECTED.
refused() {
    local lines
    lines=$(wc -l <"$2")
    if [ "$status" -ne 1 ]; then
        fail "$1" "exit status $status, expected 1 ($PWD/stderr)"
    elif [ "$lines" -eq 0 ]; then
        fail "$1" "$2 is empty: there is nothing to compare with"
    elif [ -n "$(ls -A out)" ]; then
        fail "$1" "left behind: $(ls -A out | tr '\n' ' ')"
    elif ! head -n "$lines" stderr | diff "$2" - >difference; then
        fail "$1" "$(grep -m 1 '^>' difference || echo 'nothing printed')"
    else
        pass "$1"
    fi
}

# expect NAME MESSAGE: the last build was refused with this message alone.
expect() {
    printf '%s\n' "$2" >expected
    refused "$1" expected
}

# run ARGUMENT...: runs the tool with these arguments only.
run() {
    rm -rf out && mkdir out || exit 1
    "$TOOL" "$@" >stdout 2>stderr </dev/null
    status=$?
}

# built NAME FILE...: the last run made these files and said nothing.
built() {
    local name=$1 file
    shift
    for file in "$@"; do
        if [ "$status" -ne 0 ] || [ -s stderr ] || [ ! -s "$file" ]; then
            fail "$name" "exit status $status, $file missing or a message: $(head -n 1 stderr)"
            return
        fi
    done
    pass "$name"
}
