# SPDX-License-Identifier: BSD-2-Clause
#
# `make task-bench`: images that print on a page what components cost on a board, in cycles and in
# instructions of the core's PMU (docs/rpi4.md): the rows, and boots of systems of several sizes.
# The kernel is that of the configuration benchmark, whose users may read the PMU.

pmu_tasks := task-bench $(bench_boots:%=task-bench-%)
pmu_clock := bench/clock/pmu/clock.c
pmu_console := bench/clock/pmu/console.c bench/selftest/page.c
pmu_uart = $(word 2,$(BOARD_UART_$(1)))

# $(call pmu_flags,IMAGE,BOARD,PAGE)
define pmu_flags
MACHINE_$(1) := bench/clock/pmu/machine
$(BUILD)/obj/$(1)/%.c.o: TARGET_FLAGS += -Ibench -Ibench/clock/pmu -Ikernel/board \
    -I$(call board_facts,$(2)) '-DBENCH_BOARD="$(2)"' '-DBENCH_PAGE="$(3)"' \
    '-DBENCH_VERSION="$(VERSION)"'
endef

# $(call pmu_rows,IMAGE,BOARD)
define pmu_rows
$(call pmu_flags,$(1),$(2),components)
$(call bench_rows_parts,$(1),$(pmu_console),$(pmu_clock))
$(BUILD)/$(1)/bench.system: bench/bench.system
	@mkdir -p $$(@D)
	$$(call say,GEN,$$@)
	$(Q)sed 's/phys_addr="0x9000000"/phys_addr="$(call pmu_uart,$(2))"/' $$< >$$@
endef

# $(call pmu_boot,IMAGE,BOARD,WHAT OF bench_boots)
define pmu_boot
$(call pmu_flags,$(1),$(2),$(3))
$(call bench_boot_parts,$(1),$(3),kernel_to_init_$(3),$(pmu_console) $(pmu_clock),$(call \
    pmu_uart,$(2)))
endef

# $(call pmu_image,IMAGE,BOARD,PROGRAMS,DESCRIPTION)
pmu_image = $(call image,$(1),$(3),$(BUILD)/$(1)/$(4).system,$(SDK),$(2),benchmark)

# $(call pmu_images,BOARD): build/TASK/BOARD/loader.img.
pmu_image_files = $(pmu_tasks:%=$(BUILD)/%/$(1)/loader.img)
define pmu_images
$(eval $(call pmu_rows,task-bench/$(1),$(1)))
$(eval $(call pmu_image,task-bench/$(1),$(1),$(bench_programs:%=bench/%.c),bench))
$(foreach b,$(bench_boots),$(eval $(call pmu_boot,task-bench-$(b)/$(1),$(1),$(b)))$(eval \
    $(call pmu_image,task-bench-$(b)/$(1),$(1),bench/boot.c,boot)))
endef

.PHONY: task-bench
ifneq ($(filter $(page_board),$(BOARDS)),)
$(eval $(call pmu_images,$(page_board)))
task-bench: $(call pmu_image_files,$(page_board))
	@printf '$(MICROKIT_BOARD) %s selftest\n' $^ >$(BUILD)/last
	@echo 'Built $^ ($(page_board), benchmark).'
	$(if $(filter run,$(LATER_GOALS)),,@echo 'Boot them with: make run')
endif

# `make bench MICROKIT_BOARD=NAME` boots them in QEMU.
ifneq ($(bench_board),)
bench: $(call pmu_image_files,$(bench_board))
	@bench/clock/pmu/run.sh $(bench_board) '$(VERSION)' $(BUILD)/report/$(bench_board).log \
	    '$(PI_LOG)' $^
endif

# For a test of it.
pmu_tested := rpi4b_2gb
$(eval $(call pmu_rows,test/bench-rpi4,$(pmu_tested)))
$(eval $(call pmu_image,test/bench-rpi4,$(pmu_tested),$(bench_programs:%=bench/%.c),bench))
$(eval $(call pmu_boot,test/bench-rpi4-63pd,$(pmu_tested),63pd))
$(eval $(call pmu_image,test/bench-rpi4-63pd,$(pmu_tested),bench/boot.c,boot))
