#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# report.sh PROGRAM FOLDER ARGUMENT...: lets PROGRAM, which makes the report of `make compare`, make
# it in FOLDER from the consoles that are kept here, as far as ARGUMENTs name them.
set -eu
cd "$(dirname "$0")/../../.."
sample=tests/compare/sample
program=$1
folder=$2
shift 2
exec "$program" --out "$folder" --readings compare/report/readings.txt \
    --style compare/report/page/page.css --names compare/report/input/names.txt \
    --names $sample/attempts.txt --ambient $sample/ambient.txt --bench $sample/bench.json \
    --task5 demos/task5/expected.txt $sample/task5_report.txt --fact 'Emulator=QEMU' "$@"
