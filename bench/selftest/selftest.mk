# SPDX-License-Identifier: BSD-2-Clause
#
# `make task-selftest`: an image that says on one page what it found of a board (docs/rpi4.md).  An
# initial task of its own, in an SDK that is ours but for that and for what the loader writes down;
# the kernel is that of the configuration benchmark, whose users may read the PMU.

selftest_sources := $(wildcard bench/selftest/*.c bench/selftest/judge/*.c) \
    $(addprefix bench/kernel/,task.c objects.c switches.c start.S) initialiser/mem.S
# The board that pages are of, by its own name.
page_board := $(lastword $(MICROKIT_BOARD) $(subst :, ,$(filter \
    $(MICROKIT_BOARD):%,$(BOARD_ALIASES))))

# $(call selftest_image,NAME,BOARD,EXTENT): build/NAME/loader.img; how much memory is tested is in
# bench/selftest/EXTENT.
selftest_sdk = $(BUILD)/$(1)/sdk/board/$(2)/benchmark/elf
selftest_reference = bench/selftest/board/$(if $(wildcard \
    bench/selftest/board/$(BOARD_FAMILY_$(1))),$(BOARD_FAMILY_$(1)),none)
define selftest_image
$(call unit,$(1),$(selftest_sources),$$(TARGET_CC) $$(SYSTEM_FLAGS) -Ibench/selftest -Ibench \
    -Ibench/selftest/judge -Ibench/kernel/sizes -Ilibmicrokit/include -Ibench/selftest/$(3) \
    -I$(call selftest_reference,$(2)) -I$(call board_facts,$(2)) -Ikernel/board \
    -Ilibsel4/include -Ilibsel4/el$(BOARD_LEVEL_$(2)) -Ilibsel4/config/benchmark \
    '-DSELFTEST_BOARD="$(2)"' '-DSELFTEST_VERSION="$(VERSION)"',target)
$(call unit,$(1)_loader,bench/selftest/loader/facts.c,$$(TARGET_CC) $$(SYSTEM_FLAGS) -Iloader \
    -Ibench/selftest/loader -I$(call board_facts,$(2)),target)
ifneq ($(call stamp,$(1),$(2)),)
$$(error Nothing was built: cannot write to $(BUILD)/)
endif
$(call objects,$(1),$(selftest_sources)): $(BUILD)/$(1).kept
$(call objects,$(1)_loader,bench/selftest/loader/facts.c): $(BUILD)/$(1).kept
$(call selftest_sdk,$(1),$(2))/initialiser.elf: initialiser/initialiser.lds \
    $(call objects,$(1),$(selftest_sources))
	$$(call link,-T initialiser/initialiser.lds $$(filter %.o,$$^))
$(call selftest_sdk,$(1),$(2))/loader.elf: loader/loader.lds $(call board_facts,$(2))/board.lds \
    $(call objects,loader/$(2)/benchmark,$(call loader_sources,$(2))) \
    $(call objects,$(1)_loader,bench/selftest/loader/facts.c)
	$$(call link,-L $(call board_facts,$(2)) -T loader/loader.lds --wrap=machine_check \
	    $$(filter %.o,$$^))
$(call selftest_sdk,$(1),$(2))/sel4.elf: $(call board_dir,$(2),benchmark)/elf/sel4.elf
	$$(copy)
$(BUILD)/$(1)/loader.img: bench/selftest/empty.system $(BUILD)/bench/rows/starter.elf \
    $(SDK)/bin/microkit \
    $(patsubst %,$(call selftest_sdk,$(1),$(2))/%.elf,loader sel4 initialiser)
	$$(call say,IMAGE,$$@)
	$(Q)MICROKIT_SDK='$(BUILD)/$(1)/sdk' $(SDK)/bin/microkit $$< \
	    --search-path $(BUILD)/bench/rows --board $(2) --config benchmark -o $$@ \
	    -r $(BUILD)/$(1)/report.txt
endef

.PHONY: task-selftest
ifneq ($(filter $(page_board),$(BOARDS)),)
$(eval $(call selftest_image,task-selftest/$(page_board),$(page_board),all))
task-selftest: $(BUILD)/task-selftest/$(page_board)/loader.img
	@echo '$(MICROKIT_BOARD) $< selftest' >$(BUILD)/last
	@echo 'Built $< ($(page_board), benchmark).'
	$(if $(filter run,$(LATER_GOALS)),,@echo 'Boot it with: make run')
endif

# For the tests of it: little memory; and some that does not keep what is written.
$(eval $(call selftest_image,test/selftest-virt,qemu_virt_aarch64_el1,some))
$(eval $(call selftest_image,test/selftest-rpi4,rpi4b_2gb,some))
$(eval $(call selftest_image,test/selftest-bad,qemu_virt_aarch64_el1,bad))
