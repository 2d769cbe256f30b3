#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Where Homebrew keeps things, on a machine that has it; sourced.

# brew_programs FORMULA: the folder of its programs, which need not be in PATH (LLVM's are not).
brew_programs() {
    local place
    command -v brew >/dev/null 2>&1 && place=$(brew --prefix "$1" 2>/dev/null) &&
        [ -d "$place/bin" ] && printf '%s\n' "$place/bin"
}
