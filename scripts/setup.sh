#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# setup.sh [GOAL...]: installs what GOALs (make's) need and this machine lacks, with apt or
# Homebrew, and says what and why.  Nothing missing: nothing is done, and nobody is asked for a
# password.
# Only the goals `test`, `test-host` and those that fuzz need the unit-test library, and all of
# these but `test` nothing for the target, nor does `docs`, which needs Graphviz; those that make or
# test reports need the library for JSON; `compare`, `bench` and `test` need what the Linux guest is
# built with; `test` and `sabotage` need patch, `test` and files of memory cards mtools, `test` a
# C++ compiler for the target and ccache; `test` and `prove` need CBMC.
set -u
cd "$(dirname "$0")/.." || exit 1

# compiles LIBRARY HEADER: whether the host's compiler finds them.
compiles() {
    scripts/check_library.sh "$1" "$2" 2>/dev/null
}

# compiles_cpp: whether there is a C++ compiler for the target.
compiles_cpp() {
    local compiler
    for compiler in aarch64-linux-gnu-gcc aarch64-none-elf-gcc aarch64-elf-gcc \
        aarch64-unknown-linux-gnu-gcc 'clang --target=aarch64-none-elf'; do
        echo 'int answer;' | $compiler -x c++ -c - -o /dev/null 2>/dev/null && return
    done
    return 1
}

# for_host GOALS: whether there are any, and none needs anything for the target.
for_host() {
    local goal
    [ $# -gt 0 ] || return
    for goal; do
        case $goal in
        test-host | fuzz | fuzz-kernel | coverage | docs | prove) ;;
        *) return 1 ;;
        esac
    done
}

# find_missing GOALS: sets `missing`, a list of the words that `package` and `reason` know.
find_missing() {
    missing=
    compiles c stdio.h || missing="$missing compiler"
    compiles expat expat.h || missing="$missing expat"
    if ! for_host "$@"; then
        scripts/toolchain.sh --check || missing="$missing cross"
        scripts/qemu.sh --check || missing="$missing qemu"
    fi
    case " $* " in
    *' test '* | *' test-host '* | *' fuzz '* | *' fuzz-kernel '* | *' coverage '*)
        compiles cmocka cmocka.h || missing="$missing cmocka"
        ;;
    esac
    case " $* " in
    *' test '* | *' test-host '* | *' compare '* | *' bench '* | *' bench-check '* | \
        *' bench-baseline '* | *' docs '*)
        compiles jansson jansson.h || missing="$missing jansson"
        ;;
    esac
    case " $* " in
    *' fuzz '* | *' fuzz-kernel '*)
        scripts/fuzz.sh has "$(scripts/fuzz.sh compiler)" || missing="$missing fuzzer"
        ;;
    esac
    case " $* " in
    *' test '* | *' compare '* | *' bench '* | *' bench-check '* | *' task8 '*)
        command -v cpio >/dev/null 2>&1 || missing="$missing cpio"
        # Homebrew has no such compiler; docs/mac.md says what a Mac can do.
        ! command -v apt-get >/dev/null 2>&1 ||
            linux/check_cc.sh "${LINUX_CC:-aarch64-linux-gnu-gcc}" 2>/dev/null ||
            missing="$missing linux-libc"
        ;;
    esac
    case " $* " in
    *' test '* | *' task8 '*) command -v dtc >/dev/null 2>&1 || missing="$missing dtc" ;;
    esac
    case " $* " in
    *' test '*)
        compiles_cpp || missing="$missing c++"
        command -v ccache >/dev/null 2>&1 || missing="$missing ccache"
        # A Mac's own tools are not GNU's.
        ! command -v apt-get >/dev/null 2>&1 ||
            { command -v busybox && command -v original-awk; } >/dev/null 2>&1 ||
            missing="$missing tools"
        ;;
    esac
    case " $* " in
    *' test '* | *' prove '*)
        # Where no package is new enough, newer_cbmc gets one.
        proofs/cbmc.sh --check || ! proofs/cbmc.sh --packaged || missing="$missing cbmc"
        ;;
    esac
    case " $* " in
    *' docs '* | *' diagram '*) dot -V >/dev/null 2>&1 || missing="$missing graphviz" ;;
    esac
    # `make sdcard` makes a file of a whole card only if it is to.
    case " $* ${SDCARD:-}" in
    *' test '* | *' sdcard '*.img)
        command -v mformat >/dev/null 2>&1 || missing="$missing mtools"
        ;;
    esac
    case " $* " in
    *' test '* | *' sabotage '*) command -v patch >/dev/null 2>&1 || missing="$missing patch" ;;
    esac
}

reason() {
    case $1 in
    compiler) echo 'a C compiler, for the host tool' ;;
    expat) echo 'expat, with which the host tool reads XML' ;;
    cross) echo 'a compiler for AArch64: the kernel, the SDK and the components' ;;
    qemu) echo 'QEMU 7.2 or newer, which boots the image' ;;
    cmocka) echo 'cmocka, the library of the unit tests' ;;
    jansson) echo 'Jansson, with which the reports of make bench and make compare handle JSON' ;;
    fuzzer) echo 'clang with its runtime library, which has the fuzzer libFuzzer' ;;
    cpio) echo 'cpio, which packs the first file system of the Linux guest' ;;
    dtc) echo 'dtc, which makes the device tree of a virtual machine' ;;
    linux-libc) echo 'a C library for arm64 Linux, for the programs of the Linux guest' ;;
    c++) echo 'a C++ compiler for AArch64: a test has a component in C++' ;;
    ccache) echo 'ccache, with which the tests compile what is the same only once' ;;
    tools) echo "tools that are not GNU's: a test builds with them" ;;
    cbmc) echo 'the model checker CBMC, 6 or newer, which proves' ;;
    graphviz) echo 'Graphviz, whose program dot draws' ;;
    mtools) echo 'mtools, which make the file system of a memory card' ;;
    patch) echo 'patch, with which make sabotage changes a copy of the sources' ;;
    esac
}

apt_package() {
    case $1 in
    compiler) echo gcc libc6-dev ;;
    expat) echo libexpat1-dev ;;
    cross) echo gcc-aarch64-linux-gnu ;;
    # QEMU's virt machine opens a ROM of ipxe-qemu, though nothing here uses it.
    qemu) echo qemu-system-arm ipxe-qemu ;;
    cmocka) echo libcmocka-dev ;;
    jansson) echo libjansson-dev ;;
    # Debian 12, Ubuntu 24.04 and later have the runtime in a package of its own.
    fuzzer) echo clang libclang-rt-dev ;;
    cpio) echo cpio ;;
    dtc) echo device-tree-compiler ;;
    linux-libc) echo gcc-aarch64-linux-gnu libc6-dev-arm64-cross ;;
    c++) echo g++-aarch64-linux-gnu ;;
    ccache) echo ccache ;;
    tools) echo busybox original-awk ;;
    cbmc) echo cbmc ;;
    graphviz) echo graphviz ;;
    mtools) echo mtools ;;
    patch) echo patch ;;
    esac
}

brew_package() {
    case $1 in
    cross | c++) echo aarch64-elf-gcc ;;
    qemu) echo qemu ;;
    cmocka) echo cmocka ;;
    jansson) echo jansson ;;
    fuzzer) echo llvm ;;
    cpio) echo cpio ;;
    ccache) echo ccache ;;
    dtc) echo dtc ;;
    cbmc) echo cbmc ;;
    graphviz) echo graphviz ;;
    mtools) echo mtools ;;
    patch) echo gpatch ;;
    esac
}

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# announce PACKAGE_FUNCTION: says what is to be installed and why; sets `packages`.
announce() {
    local item name
    packages=
    echo 'Missing on this machine; to be installed:'
    for item in $missing; do
        name=$($1 "$item")
        [ -n "$name" ] || stop "error: missing, and no package has it: $(reason "$item")"
        printf '  %-28s %s\n' "$name" "$(reason "$item")"
        packages="$packages $name"
    done
}

install_with_apt() {
    local sudo=
    announce apt_package
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 ||
            stop "error: installing needs root, and there is no sudo" \
                "  Run this as root, then make again: apt-get install$packages"
        sudo=sudo
        echo 'sudo may ask for your password, for apt-get and nothing else.'
    fi
    # A stale or absent package list is the rule on a fresh machine.  If the list cannot be
    # fetched, the one that is there may still do.
    $sudo apt-get -q update || echo 'apt-get update failed; trying with the package list as it is.'
    # shellcheck disable=SC2086
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
        $packages || stop "error: apt-get could not install$packages" \
        "  Its message above says why; after mending that, run make setup again."
}

install_with_brew() {
    case $missing in
    *compiler* | *expat*)
        stop "error: Apple's command-line tools (compiler, expat, make) are not installed" \
            "  Run: xcode-select --install    and then make setup again."
        ;;
    esac
    announce brew_package
    # shellcheck disable=SC2086
    brew install $packages || stop "error: brew could not install$packages" \
        "  Its message above says why; after mending that, run make setup again."
}

install_by_hand() {
    local item
    {
        echo 'error: something is missing, and neither apt-get nor brew is here to install it'
        echo '  Please install by hand:'
        for item in $missing; do
            printf '    %s\n' "$(reason "$item")"
        done
        echo '  A compiler for AArch64 is gcc with a prefix (aarch64-linux-gnu-, aarch64-none-elf-,'
        echo '  aarch64-elf-, aarch64-unknown-linux-gnu-), or clang with lld and the LLVM tools.'
    } >&2
    exit 1
}

# newer_qemu GOALS: for the Raspberry Pi 4, which the system's QEMU may not have: one of this
# folder's own.  Where none can be had, tests that need it are skipped.
newer_qemu() {
    local asked=
    case ${MICROKIT_BOARD:-} in
    rpi4b_*) asked=yes ;;
    *)
        case " $* " in
        *' test '*) ;;
        *) return 0 ;;
        esac
        ;;
    esac
    scripts/qemu.sh --check rpi4b_2gb || scripts/qemu_newer.sh "${BUILD:-build}/qemu" ||
        { [ -z "$asked" ] && echo 'Tests on the Raspberry Pi 4 will be skipped.'; }
}

# newer_cbmc GOALS: the same for proofs.
newer_cbmc() {
    case " $* " in
    *' test '* | *' prove '*) ;;
    *) return 0 ;;
    esac
    proofs/cbmc.sh --check || proofs/cbmc.sh --fetch || echo 'Proofs will be skipped.'
}

find_missing "$@"
if [ -z "$missing" ]; then
    newer_qemu "$@" || exit 1
    newer_cbmc "$@"
    echo 'setup: everything that is needed is installed.'
    exit 0
fi

if command -v brew >/dev/null 2>&1 && [ "$(uname -s)" = Darwin ]; then
    install_with_brew
elif command -v apt-get >/dev/null 2>&1; then
    install_with_apt
else
    install_by_hand
fi

find_missing "$@"
for item in $missing; do
    case $item in
    qemu) (. scripts/qemu.sh && qemu_require) ;;
    *) printf 'error: still not found after installing: %s\n' "$(reason "$item")" >&2 ;;
    esac
done
[ -z "$missing" ] || exit 1
newer_qemu "$@" || exit 1
newer_cbmc "$@"
echo 'setup: done.'
