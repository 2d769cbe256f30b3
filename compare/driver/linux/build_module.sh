#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# build_module.sh HEADERS OUTPUT CC SOURCE...: builds the first SOURCE, NAME.c, as OUTPUT/NAME.ko,
# with the kernel's own build system.  HEADERS is what fetch_headers.sh filled.
set -eu
headers=$(cat "$1/folder")
output=$2
cc=$3
shift 3
name=$(basename "$1" .c)

case $cc in
*gcc | *gcc-[0-9]*) ;;
*)
    echo "error: the kernel is built by gcc, so its modules are; LINUX_CC is $cc" >&2
    exit 1
    ;;
esac
prefix=${cc%gcc*}

mkdir -p "$output"
output=$(cd "$output" && pwd)
cp "$@" "$output/"
echo "obj-m := $name.o" >"$output/Kbuild"
cd "$headers"
# The package expects to be in /usr/src.
common=$(cd .. && pwd)/$(sed -n 's|^include .*/\(linux-headers-.*-common\)/Makefile$|\1|p' Makefile)
sed "s|^include .*|include $common/Makefile|" Makefile >Makefile.new
mv Makefile.new Makefile
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CFLAGS
if ! make ARCH=arm64 CROSS_COMPILE="$prefix" CC="$cc" M="$output" modules \
    >"$output/log" 2>&1; then
    grep -m 1 -iE 'error' "$output/log" >&2 || tail -n 1 "$output/log" >&2
    exit 1
fi
