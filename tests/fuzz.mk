# SPDX-License-Identifier: BSD-2-Clause
#
# Fuzzing.  tests/fuzz/fuzz_TARGET.c is built twice: with libFuzzer, for `make fuzz`, and with a
# small main (replay.c) and the host's compiler, for the tests to try the inputs that are kept in
# tests/fuzz/corpus/TARGET.  docs/building.md explains the variables.

FUZZ := elf description kernel kernel_el2 vmm
FUZZ_SECONDS := 60
fuzzing := $(filter fuzz fuzz-kernel,$(LATER_GOALS))
FUZZ_CC := $(if $(fuzzing),$(shell scripts/fuzz.sh compiler))

# Sources of a target, and the part of the tests whose flags they are compiled with.
fuzz_tool := $(filter-out tool/main.c tool/base/file.c,$(tool_sources)) tests/tool/make_elf.c \
    tests/tool/initial_task.c tests/fuzz/memory_files.c tests/fuzz/whole_tool.c
fuzz_kernel := $(host_core)
fuzz_kernel_el2 := $(host_core_2) $(host_reached_2)
fuzz_vmm := $(vmm_sources) tests/vmm/driver.c tests/vmm/fake_platform.c
PART_elf := tool
PART_description := tool
PART_kernel := kernel
PART_kernel_el2 := kernel_el2
PART_vmm := vmm

# Around the kernel's core, and not to be explored: what checks it and what plays its threads.  The
# sanitizers watch over these in the unit tests; here they are to be fast.
fuzz_around := $(host_check) $(host_machine) \
    tests/fuzz/small_board.c $(wildcard tests/kernel/fixture/*.c) \
    $(filter-out %/test_hostile.c,$(wildcard tests/kernel/hostile/*.c))
fuzz_around_el2 := $(host_check_2) $(host_machine_2) tests/kernel/vcpu/hostile_guest.c \
    $(filter-out $(host_check) $(host_machine),$(fuzz_around))

# The tool in tests knows boards of theirs, too.
test_boards := $(BUILD)/test-board
ifneq ($(shell kernel/board/boards.sh '$(test_boards)' tests/tool/boards/*/board.txt \
    && echo yes),yes)
$(error Nothing was built: see the message above)
endif
INCLUDE_tool := -Itests/fuzz -Itests/tool -I$(test_boards) $(tool_include) -I. \
    -Ilibmicrokit/include -Ilibsel4/include -Ilibsel4/el1
INCLUDE_kernel := -Itests/fuzz -Itests/kernel/fixture -Itests/kernel/hostile \
    -Ikernel/core -Ikernel/check -Ikernel/arch/host $(host_level) -Ikernel/config/debug \
    -Ilibsel4/include -Ilibsel4/el1 \
    -Ilibsel4/config/debug
INCLUDE_kernel_el2 := -Itests/fuzz -Itests/kernel/fixture -Itests/kernel/hostile \
    -Itests/kernel/vcpu -Ikernel/core -Ikernel/check $(host_level_2) -Ikernel/arch/host \
    -Ikernel/config/debug -Ilibsel4/include -Ilibsel4/el2 -Ilibsel4/config/debug
INCLUDE_vmm := -Itests/fuzz -Itests/vmm $(addprefix -I,$(vmm_folders))

FUZZ_FLAGS := $(COMMON_FLAGS) -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all \
    -fsanitize=address,undefined

# What tells libFuzzer how far an input got.  The values that the kernel compares, which the usual
# choice records, too, would take half of the time: they come from tables (tests/kernel/hostile/).
GUIDE_tool := -fsanitize=fuzzer-no-link
GUIDE_vmm := -fsanitize=fuzzer-no-link
GUIDE_kernel := -fsanitize-coverage=inline-8bit-counters,pc-table,indirect-calls
GUIDE_kernel_el2 := $(GUIDE_kernel)

ifneq ($(fuzzing),)
ifneq ($(shell scripts/fuzz.sh check '$(FUZZ_CC)' '$(FUZZ)' '$(FUZZ_SECONDS)' && echo yes),yes)
$(error Nothing was built: see the message above)
endif
ifneq ($(call stamp,fuzz,$(RULES) $(FUZZ_CC) $(shell $(FUZZ_CC) --version | head -n 1)),)
$(error Nothing was built: cannot write to $(BUILD)/)
endif
endif

fuzz_sources = $(fuzz_$(PART_$(1))) tests/fuzz/fuzz_$(1).c

# $(call fuzz_units,PART,TARGETS)
define fuzz_units
$(call unit,fuzz/$(1),$(fuzz_$(1)) $(2:%=tests/fuzz/fuzz_%.c),$$(FUZZ_CC) $$(FUZZ_FLAGS) \
    $(GUIDE_$(1)) $$(library_flags) $(INCLUDE_$(1)),fuzz)
$(call unit,test/replay/$(1),$(fuzz_$(1)) tests/fuzz/replay.c $(2:%=tests/fuzz/fuzz_%.c),$$(CC) \
    $$(TEST_FLAGS) $$(library_flags) $(INCLUDE_$(1)),host)
endef
$(eval $(call fuzz_units,tool,elf description))
$(eval $(call fuzz_units,kernel,kernel))
$(eval $(call fuzz_units,kernel_el2,kernel_el2))
$(eval $(call fuzz_units,vmm,vmm))

# $(call around_units,FOLDER,SOURCES,PART)
define around_units
$(call unit,fuzz/$(1),$(2),$$(FUZZ_CC) $$(COMMON_FLAGS) -O2 -g $$(library_flags) \
    $(INCLUDE_$(3)),fuzz)
$(call unit,test/replay/$(1),$(2),$$(CC) $$(TEST_FLAGS) $$(library_flags) $(INCLUDE_$(3)),host)
endef
$(eval $(call around_units,around,$(fuzz_around),kernel))
$(eval $(call around_units,around_el2,$(fuzz_around_el2),kernel_el2))

# $(call fuzz_programs,TARGET,PART,LIBRARIES,SOURCES AROUND IT,FOLDER OF THESE)
define fuzz_programs
$(BUILD)/fuzz/fuzz_$(1): $(call objects,fuzz/$(2),$(call fuzz_sources,$(1))) \
    $(call objects,fuzz/$(5),$(4))
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$(Q)$$(FUZZ_CC) $$(FUZZ_FLAGS) -fsanitize=fuzzer $$^ $$(library_flags) $(3) -o $$@
$(BUILD)/test/fuzz/replay_$(1): $(call objects,test/replay/$(2),$(call fuzz_sources,$(1)) \
    tests/fuzz/replay.c) $(call objects,test/replay/$(5),$(4))
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$(Q)$$(CC) $$(TEST_FLAGS) $$^ $$(library_flags) $(3) -o $$@
REPLAYS += $(BUILD)/test/fuzz/replay_$(1)
endef
$(eval $(call fuzz_programs,elf,tool,-lexpat))
$(eval $(call fuzz_programs,description,tool,-lexpat))
$(eval $(call fuzz_programs,vmm,vmm))
$(eval $(call fuzz_programs,kernel,kernel,-lcmocka,$(fuzz_around),around))
$(eval $(call fuzz_programs,kernel_el2,kernel_el2,-lcmocka,$(fuzz_around_el2),around_el2))

.PHONY: fuzz fuzz-kernel
fuzz: $(FUZZ:%=$(BUILD)/fuzz/fuzz_%)
	@scripts/fuzz.sh run '$(BUILD)/fuzz' '$(FUZZ)' '$(FUZZ_SECONDS)'

fuzz-kernel: $(BUILD)/fuzz/fuzz_kernel $(BUILD)/fuzz/fuzz_kernel_el2
	@scripts/fuzz.sh run '$(BUILD)/fuzz' 'kernel kernel_el2' '$(FUZZ_SECONDS)'
