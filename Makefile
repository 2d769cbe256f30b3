# SPDX-License-Identifier: BSD-2-Clause
#
# Bulkhead's one Makefile.  Each part's rules are in FOLDER/FOLDER.mk; docs/building.md explains the
# variables.  It keeps to what GNU make 3.81 knows.
#
# `make help` prints the lines below that start with two hash signs.
#
## make setup        install what is missing (apt, Homebrew), and say what and why
## make sdk          build the SDK for every configuration in build/sdk
## make task2        build the first demonstration: two components that talk
## make task3        build the second: a logger, and a prober that attacks
## make task4        build the third: a component that crashes and starts again
## make task5        build the fourth: a real exploit, and how far it gets
## make task6        build the fifth: a device that attacks, and its IOMMU
## make task6_disk   build its second part: a disk, behind that IOMMU
## make task7        build the sixth: deadlines, and those who take time
## make task8        build the seventh: a guest Linux, taken over, beside a secret
## make run          boot what was built last, to its verdict (KEEP=1: Ctrl-A X)
## make task-selftest  an image that says on one page what it found of the board
## make task-bench   images that say on a page what components cost there
## make sdcard       what a Raspberry Pi 4's card needs, to run TASK=task2
## make sabotage     list protections; NAME=... removes one, and boots
## make exercise     list the exercises of the demonstrations; NAME=... shows one
## make exercises    try them all: does each come out as the answers say?
## make mutants      small faults in the kernel: do the tests notice? NAME=...
## make prove        prove properties of the kernel's C (make setup prove)
## make check-sdk    which SDK and kernel would be used, and are they complete?
## make test         run the tests, or all with TURN=all (make setup test)
## make test-host    only unit tests on this machine: no cross compiler or QEMU
## make fuzz         let libFuzzer look for inputs that break tool or kernel
## make fuzz-kernel  the kernels of EL1 and EL2, under hostile threads and guests
## make coverage     say which lines of the kernel no unit test executes
## make bench        count instructions: calls, interrupts, faults, boot ...
## make bench-check  the same, and what changed since bench/baseline.json
## make bench-baseline  write that file anew
## make bench-scale  what operations cost with few and many threads, capabilities
## make bench-guest-boot  a guest Linux, from its monitor's start to a program
## make bench-trace  with ROW=NAME: where the instructions of one of its rows go
## make bench-lines  the same of the lines of code and data that the kernel touches
## make worst-case   for how many instructions the kernel takes no interrupt
## make compare      attack Linux and Bulkhead in the same ways; tables and a page
## make audit       look into the memory of TASK=task2: who really may do what
## make diagram      draw who may do what to whom in TASK=task2
## make timeline     boot TASK=task2, and draw who ran, called, signalled when
## make docs         draw the pictures of the pages anew (needs: make setup docs)
## make clean        remove everything that was built
## make help         print this
##
## Targets combine, as in `make setup task2 run`.
## Variables: MICROKIT_SDK=DIR  MICROKIT_CONFIG=debug|release|benchmark
##            CROSS_COMPILE=PREFIX  LLVM=1  CC=HOST_COMPILER  CFLAGS='-O2 -g'
##            BUILD=DIR  V=1  KEEP=1  ROOT_CNODE_BITS=17  WERROR=1
##            FUZZ="elf description kernel kernel_el2 vmm"  FUZZ_SECONDS=60

.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:

VERSION := 0.1.0
BUILD := build
CFLAGS := -O2 -g
ROOT_CNODE_BITS := 17
TASK := task2
MICROKIT_BOARD ?= qemu_virt_aarch64
MICROKIT_CONFIG ?= debug

# What make itself or a recipe reads a meaning into, and a BUILD that is empty, are refused at once.
ifneq ($(words $(BUILD))$(strip $(foreach c,: % ',$(findstring $(c),$(BUILD)))),1)
$(error BUILD is '$(BUILD)'; expected the path of a folder, without blanks, quotes, colons and %)
endif

GOALS := $(if $(MAKECMDGOALS),$(MAKECMDGOALS),help)
FIRST_GOALS := $(filter setup clean,$(GOALS))
LATER_GOALS := $(filter-out setup clean,$(GOALS))

.PHONY: help setup clean
help:
	@sed -n 's/^## \{0,1\}//p' Makefile

setup: $(filter clean,$(GOALS))
	@BUILD='$(BUILD)' scripts/setup.sh $(LATER_GOALS)

clean:
	rm -rf $(BUILD)

ifneq ($(and $(FIRST_GOALS),$(LATER_GOALS)),)

# `setup` may install the compiler that the other goals look for, and `clean` removes what they
# build: so those two come first, and a second make, which looks afresh, does the rest.
.PHONY: $(LATER_GOALS) later-goals
$(LATER_GOALS): later-goals
	@:
later-goals: $(FIRST_GOALS)
	@$(MAKE) --no-print-directory $(LATER_GOALS)

else ifneq ($(LATER_GOALS),help)

include scripts/scripts.mk
include libmicrokit/libmicrokit.mk
include kernel/kernel.mk
include loader/loader.mk
include initialiser/initialiser.mk
include tool/tool.mk
include audit/audit.mk
include scripts/board.mk
include scripts/image.mk
include demos/demos.mk
include example/example.mk
# Whoever builds and runs a demonstration does not wait for what measures, compares and tests.
ifneq ($(filter-out setup clean sdk run check-sdk $(BUILD)/sdk/% \
    $(foreach task,task2 task3 task4 task5 task6 task6_disk task7, \
    $(task) $(BUILD)/$(task)/loader.img),$(GOALS)),)
include linux/linux.mk
include compare/compare.mk
include demos/task8/task8.mk
include docs/docs.mk
include bench/bench.mk
include bench/guest/guest.mk
include bench/linux.mk
include bench/selftest/selftest.mk
include bench/clock/pmu.mk
include tests/fuzz.mk
include tests/tests.mk
include tests/coverage.mk
include proofs/proofs.mk
endif

.PHONY: sdk
sdk: $(SDK_FILES)
	@scripts/check_sdk.sh --built '$(SDK)'

-include $(wildcard $(DEPENDENCIES))

endif
