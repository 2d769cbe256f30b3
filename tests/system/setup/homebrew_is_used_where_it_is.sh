#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: on a Mac, the packages that `make setup` has Homebrew install, each by its
# name, and the clang, lld and libraries that Homebrew keeps where nobody else looks.
. "$(dirname "$0")/../lib.sh"
unset CROSS_COMPILE LLVM CC FUZZ_CC

path=$(path_without "$work/bin" 'aarch64-*' 'clang*' '*lld*' 'llvm-*' 'qemu-system-*' apt-get \
    sudo patch cpio cbmc mformat dtc ccache)
top=$(cd "$work" && pwd)

program "$work/bin/uname" 'echo Darwin'
program "$work/bin/brew" "case \$1 in
--prefix) echo $top/brew\${2:+/opt/\$2} ;;
*) echo \"\$*\" >>$top/calls ;;
esac"
# The host's compiler, which finds none of the formulas' libraries and builds no fuzzer.
program "$work/bin/cc" "case \" \$* \" in
*' -lcmocka '* | *' -ljansson '* | *fuzzer*) exit 1 ;;
esac
exec $(command -v "${HOST_CC%% *}") \"\$@\""

# Nothing gets installed, which setup notices at its end.
PATH=$path BUILD=$work/nowhere expect_failure "$work/log" \
    scripts/setup.sh test fuzz sabotage compare
expect_line "$work/log" '^error: still not found after installing: .*libFuzzer'
sort "$work/calls" | uniq | tr ' ' '\n' | sort -u | tr '\n' ' ' >"$work/packages"
expect_line "$work/packages" \
    '^aarch64-elf-gcc cbmc ccache cmocka cpio dtc gpatch install jansson llvm mtools qemu $'
! grep -E '^   ' "$work/log" || fail "a package without a name"

# Whatever has a reason has a package, or is Apple's, or is looked for only where apt-get is.
sed -n '/^reason()/,/^}/s/^    \([a-z+-]*\)) .*/\1/p' scripts/setup.sh |
    sed 's/+/[+]/g' >"$work/items"
while IFS= read -r item; do
    for manager in apt brew; do
        case $manager-$item in
        brew-compiler | brew-expat | brew-linux-libc | brew-tools) continue ;;
        esac
        sed -n "/^${manager}_package()/,/^}/p" scripts/setup.sh |
            grep -qE "^    ([a-z+-]+ \| )*$item( \| [a-z+-]+)*\) echo [a-z]" ||
            fail "scripts/setup.sh: no package of $manager for '$item'"
    done
done <"$work/items"

# LLVM and lld in their kegs: for the target, and for fuzzing.
PATH=$path expect_failure "$work/log" scripts/toolchain.sh --check
for tool in clang llvm-ar llvm-size; do
    program "$work/brew/opt/llvm/bin/$tool" "case \$1 in
-print-prog-name=*)
    tool=\${1#*=} folder=$top/brew/opt/llvm/bin
    [ ! -x \$folder/\$tool ] || tool=\$folder/\$tool
    echo \$tool
    ;;
--version) echo clang version 99 ;;
esac"
done
PATH=$path expect_failure "$work/log" scripts/toolchain.sh --check
program "$work/brew/opt/lld/bin/ld.lld" 'exit 0'
PATH=$path scripts/toolchain.sh "$work/toolchain.mk"
expect_line "$work/toolchain.mk" "^TARGET_CC := $top/brew/opt/llvm/bin/clang --target="
expect_line "$work/toolchain.mk" "^TARGET_LD := $top/brew/opt/lld/bin/ld.lld$"
expect_line "$work/toolchain.mk" "^TARGET_AR := $top/brew/opt/llvm/bin/llvm-ar$"
[ "$(PATH=$path scripts/fuzz.sh compiler)" = "$top/brew/opt/llvm/bin/clang" ] ||
    fail "fuzzing does not take Homebrew's clang"

# Libraries of formulas that are linked.
[ -z "$(PATH=$path scripts/host_flags.sh)" ] || fail "flags for libraries that are not there"
mkdir -p "$work/brew/include"
for library in cmocka jansson; do
    : >"$work/brew/include/$library.h"
    [ "$(PATH=$path scripts/host_flags.sh)" = "-I$top/brew/include -L$top/brew/lib" ] ||
        fail "Homebrew's $library is not found"
    rm "$work/brew/include/$library.h"
done
