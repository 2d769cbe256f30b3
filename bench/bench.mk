# SPDX-License-Identifier: BSD-2-Clause
#
# The benchmark: images of the release configuration, and the table that they make.  docs/
# measurements.md says what is measured and how.

bench_programs := runner bench_server partner ring_consumer timer fault_parent fault_child starter
bench_boots := 2pd 16pd 63pd 63pd_channels

# $(call bench_parts,FOLDER): what the programs of the images in build/FOLDER consist of.
define bench_parts
$(foreach rows,$(1)/rows $(1)/marked,$(call bench_rows_parts,$(rows),bench/console.c,))
$(foreach b,$(bench_boots),$(call bench_boot_parts,$(1)/boot_$(b),$(b),boot_to_init_$(b),$(strip \
    bench/console.c),0x9000000))
endef

# $(call bench_rows_parts,IMAGE,CONSOLE,MORE OF WHO MEASURES)
define bench_rows_parts
PARTS_$(1)_runner := $(addprefix bench/,calls.c syscalls.c ring.c) $(2) $(3)
PARTS_$(1)_fault_child := bench/fault_entry.S $(3)
PARTS_$(1)_timer := $(3)

endef

# $(call bench_boot_parts,IMAGE,WHAT OF bench_boots,ROW,CONSOLE,ADDRESS OF THE UART)
define bench_boot_parts
PARTS_$(1)_boot := $(4)
$(BUILD)/obj/$(1)/%.c.o: TARGET_FLAGS += '-DBENCH_BOOT_ROW="$(3)"'
$(BUILD)/$(1)/boot.system: bench/boot_system.sh
	@mkdir -p $$(@D)
	$$(call say,GEN,$$@)
	$(Q)bench/boot_system.sh $(5) $(subst pd,,$(subst _, ,$(2))) >$$@

endef

bench_boot_system = $(BUILD)/$(1)/boot_$(2)/boot.system
bench_image_files = $(foreach i,rows $(bench_boots:%=boot_%),$(BUILD)/$(1)/$(i)/loader.img)

# Their clock; and programs that say when a repetition begins (bench/bench.h).
bench_counter := -Ibench/clock/counter
bench_marks := -include bench/trace/marked.h

# $(call bench_images,FOLDER,SDK,BOARD): what is measured on the kernel of an SDK.
define bench_images
$(eval $(call bench_parts,$(1)))
$(foreach rows,rows marked,$(eval $(call image,$(1)/$(rows),$(bench_programs:%=bench/%.c),\
    bench/bench.system,$(2),$(3),release)))
$(foreach i,rows $(bench_boots:%=boot_%),$(eval \
    $(BUILD)/obj/$(1)/$(i)/%.c.o: TARGET_FLAGS += $(bench_counter)))
$(eval $(BUILD)/obj/$(1)/marked/%.c.o: TARGET_FLAGS += $(bench_counter) $(bench_marks))
$(foreach b,$(bench_boots),$(eval $(call image,$(1)/boot_$(b),bench/boot.c,$(call \
    bench_boot_system,$(1),$(b)),$(2),$(3),release)))
endef

# $(call bench_guest_image,FOLDER,SDK,BOARD): guests, on a kernel that has them.
define bench_guest_image
$(eval PARTS_$(1)/guest_guest_runner := bench/console.c bench/guest/code.S)
$(eval PARTS_$(1)/guest_guest_partner := bench/guest/code.S)
$(eval $(call image,$(1)/guest,bench/guest/guest_runner.c bench/guest/guest_partner.c,\
    bench/guest/guest.system,$(2),$(3),release))
$(eval $(BUILD)/obj/$(1)/guest/%.c.o: TARGET_FLAGS += $(bench_counter) -Ibench)
endef

$(eval $(call bench_images,bench,$(SDK),qemu_virt_aarch64_el1))

# The same above a kernel at EL2, and guests.
bench_el2 := qemu_virt_aarch64_el2
$(eval $(call bench_images,bench-el2,$(SDK),$(bench_el2)))
$(eval $(call bench_guest_image,bench-el2,$(SDK),$(bench_el2)))

# What no component can do, an initial task of its own measures, in an SDK that is ours but for
# that.  The description does not matter: nobody reads the system spec.
bench_task := $(BUILD)/bench/kernel
bench_task_board := qemu_virt_aarch64_el1
bench_task_shared := $(addprefix bench/kernel/,task.c uart.c need.c start.S) bench/console.c \
    initialiser/mem.S
bench_task_sources := $(sort $(wildcard bench/kernel/*.c)) $(filter-out \
    bench/kernel/%.c,$(bench_task_shared))
bench_task_sdk = board/$(1)/release

# $(call bench_task_image,FOLDER,SOURCES,MORE COMPILER FLAGS,BOARD)
define bench_task_image
$(call unit,$(1),$(2),$$(TARGET_CC) $$(SYSTEM_FLAGS) \
    -mcpu=$(call processor,$(4)) $(3) -Ibench/kernel -Ibench $(bench_counter) \
    -Ilibmicrokit/include -Ilibsel4/include $(call sel4_level,$(4)) \
    -Ilibsel4/config/release,target)
$(BUILD)/$(1)/sdk/$(call bench_task_sdk,$(4))/elf/initialiser.elf: initialiser/initialiser.lds \
    $(call objects,$(1),$(2))
	$$(call link,-T initialiser/initialiser.lds $$(filter %.o,$$^))
$(BUILD)/$(1)/sdk/$(call bench_task_sdk,$(4))/elf/%.elf: \
    $(SDK)/$(call bench_task_sdk,$(4))/elf/%.elf
	$$(copy)
$(BUILD)/$(1)/loader.img: bench/bench.system $(bench_programs:%=$(BUILD)/bench/rows/%.elf) \
    $(SDK)/bin/microkit \
    $(patsubst %,$(BUILD)/$(1)/sdk/$(call bench_task_sdk,$(4))/elf/%.elf,loader sel4 initialiser)
	$$(call say,IMAGE,$$@)
	$(Q)MICROKIT_SDK='$(BUILD)/$(1)/sdk' $(SDK)/bin/microkit $$< \
	    --search-path $(BUILD)/bench/rows --board $(4) --config release -o $$@ \
	    -r $(BUILD)/$(1)/report.txt
endef
$(foreach i,bench/kernel bench/kernel_marked,$(eval $(call \
    bench_task_image,$(i),$(bench_task_sources),-Ibench/kernel/sizes,$(bench_task_board))))
$(eval $(call \
    bench_task_image,bench-el2/kernel,$(bench_task_sources),-Ibench/kernel/sizes,$(bench_el2)))
$(BUILD)/obj/bench/kernel_marked/%.c.o: SYSTEM_FLAGS += $(bench_marks)

# The same operations with few and many threads and capabilities.
$(eval $(call bench_task_image,bench/scale,$(sort $(wildcard bench/scale/*.c)) \
    $(bench_task_shared),-Ibench/scale,$(bench_task_board)))

# Another SDK is a column of its own, sel4; of its boards, the one that is asked for.
BENCH_SDK := $(if $(filter-out $(abspath $(SDK)),$(abspath $(MICROKIT_SDK))),$(MICROKIT_SDK))
ifneq ($(and $(BENCH_SDK),$(filter bench%,$(LATER_GOALS))),)
ifneq ($(shell scripts/check_sdk.sh --require '$(BENCH_SDK)' '$(MICROKIT_BOARD)' release \
    && echo yes),yes)
$(error Nothing was built: see the message above)
endif
$(eval $(call bench_images,bench-sel4,$(BENCH_SDK),$(MICROKIT_BOARD)))
# Guests, if its kernel has them.
ifneq ($(shell grep -s 'define *CONFIG_ARM_HYPERVISOR_SUPPORT *1' \
    '$(BENCH_SDK)/board/$(MICROKIT_BOARD)/release/include/kernel/gen_config.h'),)
$(eval $(call bench_guest_image,bench-sel4,$(BENCH_SDK),$(MICROKIT_BOARD)))
bench_sel4_guest := $(BUILD)/bench-sel4/guest/loader.img
endif
endif

# The programs that run on this machine.
bench_report_sources := $(sort $(wildcard bench/report/*.c))
$(eval $(call unit,bench/host,$(bench_report_sources) bench/host/usage.c,$$(CC) \
    $$(HOST_FLAGS) $$(library_flags) -Ibench/report,host))
$(call objects,bench/host,$(bench_report_sources)): | $(BUILD)/jansson
$(BUILD)/bench-report: bench_libraries = $(library_flags) -ljansson
$(BUILD)/bench-report: $(call objects,bench/host,$(bench_report_sources))
$(BUILD)/bench-usage: $(call objects,bench/host,bench/host/usage.c)
$(BUILD)/bench-report $(BUILD)/bench-usage:
	$(call say,LD,$@)
	$(Q)$(CC) $(HOST_FLAGS) $^ $(bench_libraries) -o $@

bench_logs := $(BUILD)/report/bulkhead
bench_el2_logs := $(BUILD)/report/bulkhead_el2
bench_el2_system := 'a kernel at EL2, board $(bench_el2)'
bench_kernel := $(call board_dir,qemu_virt_aarch64_el1,release)/elf/sel4.elf
bench_biggest := $(BUILD)/bench/boot_63pd_channels
BENCH_BASELINE := bench/baseline.json

# $(call bench_report,COMMAND AND ITS ARGUMENTS): a column's figures are in a folder of logs; Linux
# may have been left out.
bench_columns = $$(for log in $(bench_logs)/*.log; do echo "bulkhead=$$log"; done; \
    for log in $(bench_el2_logs)/*.log; do echo "bulkhead_el2=$$log"; done) $(if \
    $(BENCH_SDK),$$(for log in $(BUILD)/report/sel4/*.log; do echo "sel4=$$log"; done)) \
    $$(for column in linux linux_mitigations_off; do \
    for log in $(BUILD)/report/$$column/bench.log $(BUILD)/report/$$column/lines.log; do \
    [ ! -f $$log ] || echo "$$column=$$log"; done; done)
bench_report = $(BUILD)/bench-report $(1) $(bench_columns)

# Where Linux begins, and a boot of its marked programs.
linux_kernel := ffff000000000000
bench_linux_boot = --linux $(BUILD)/linux/kernel/vmlinuz 'run=bench$(1)' \
    $(BUILD)/linux/bench_marked.initramfs '^(EXIT bench |GUEST DONE)' 3000

# A make of its own, which may fail: then there is no such column.  Not spelt out in the recipe,
# where make would run it even if only asked what it would do (-n).
make_guest = $(MAKE) --no-print-directory bench-guest

BENCH_FILES := $(call bench_image_files,bench) $(bench_task)/loader.img $(bench_kernel) \
    $(call bench_image_files,bench-el2) $(BUILD)/bench-el2/kernel/loader.img \
    $(BUILD)/bench-el2/guest/loader.img $(BUILD)/bench-el2/guest_disk/loader.img \
    $(BUILD)/bench/marked/loader.img $(BUILD)/bench/kernel_marked/loader.img \
    $(BUILD)/bench/scale/loader.img \
    $(SDK)/bin/microkit \
    $(BUILD)/bench-report $(BUILD)/bench-usage

# $(call bench_lines,LOG,KERNEL,BOOT ARGUMENTS): which lines and pages rows touch.
bench_lines = BENCH_LINES='$(BENCH_LINES)' bench/trace/lines_log.sh $(BUILD)/report/$(1).log \
    $(BUILD)/trace/lines $(2) $(call trace_tool,objdump) $(3)
bench_until_done = '^BENCH DONE ' 600
bench_lines_plugins := $(BUILD)/trace/lines-1.so $(BUILD)/trace/lines-2.so \
    $(BUILD)/trace/lines-7.so

# The page of a board's self-test, whose cycles are printed, too; looked at before all else.
PI_LOG :=
pi_log = bench/selftest/pi_log.sh '$(PI_LOG)' '$(VERSION)' $(1)
ifneq ($(and $(PI_LOG),$(filter bench compare,$(LATER_GOALS))),)
ifneq ($(shell $(call pi_log) >/dev/null && echo yes),yes)
$(error Nothing was built: see the message above)
endif
endif
# In a recipe: keeps the page for that of `make compare`, and prints the table.
save_pi_log = $(if $(PI_LOG),@mkdir -p $(BUILD)/report && $(call \
    pi_log,--page) >$(BUILD)/report/pi.log)
print_pi_log = $(if $(PI_LOG),@$(call pi_log,$$(find $(bench_logs) -name '*.log' 2>/dev/null)))

.PHONY: bench bench-check bench-baseline bench-build bench-measure
bench-build: $(BENCH_FILES) $(bench_lines_plugins) $(if \
    $(BENCH_SDK),$(call bench_image_files,bench-sel4) $(BUILD)/bench-sel4/marked/loader.img \
    $(bench_sel4_guest))
bench-measure: bench-build
	$(save_pi_log)
	@bench/run.sh $(BUILD)/bench $(bench_logs)
	@bench/run.sh $(BUILD)/bench-el2 $(bench_el2_logs) $(bench_el2) $(bench_el2_system)
	@MICROKIT_SDK='$(SDK)' bench/host_rows.sh $(bench_kernel) $(TARGET_SIZE) \
	    $(BUILD)/bench-usage $(SDK)/bin/microkit $(bench_biggest)/boot.system \
	    --search-path $(bench_biggest) --board qemu_virt_aarch64_el1 --config release \
	    -o $(bench_biggest)/again.img -r $(bench_biggest)/again.txt >$(bench_logs)/host.log
	$(if $(BENCH_SDK),@bench/run.sh $(BUILD)/bench-sel4 $(BUILD)/report/sel4)
	@$(call bench_lines,bulkhead/lines_rows,$(bench_kernel),$(BUILD)/bench/marked/loader.img \
	    $(bench_until_done))
	@$(call bench_lines,bulkhead/lines_kernel,$(bench_kernel),\
	    $(BUILD)/bench/kernel_marked/loader.img $(bench_until_done))
	$(if $(BENCH_SDK),@$(call bench_lines,sel4/lines,\
	    $(BENCH_SDK)/board/$(MICROKIT_BOARD)/release/elf/sel4.elf,\
	    $(BUILD)/bench-sel4/marked/loader.img $(bench_until_done)))
	@BENCH_LINUX='$(BENCH_LINUX)' bench/linux/run.sh $(BUILD)/linux $(BUILD)/report \
	    $(make_guest)
	@[ ! -f $(BUILD)/report/linux/bench.log ] || $(call bench_lines,linux/lines,$(linux_kernel),\
	    $(call bench_linux_boot,))
	@[ ! -f $(BUILD)/report/linux/bench.log ] || \
	    $(call bench_lines,linux_mitigations_off/lines,$(linux_kernel),\
	    $(call bench_linux_boot, mitigations=off nokaslr))
	@$(call bench_report,json bench/rows.txt) >$(BUILD)/report/bench.new
	@mv $(BUILD)/report/bench.new $(BUILD)/report/bench.json
	@[ ! -f $(BUILD)/report/logs/arguments ] || compare/report/report.sh $(BUILD) \
	    >$(BUILD)/report/page.log 2>&1 || \
	    echo "  the page of make compare was not updated: see $(BUILD)/report/page.log" >&2

# On a board other than QEMU's `virt`, with our SDK, it is bench/clock/pmu.mk's.
bench_board := $(if $(BENCH_SDK),,$(filter rpi4b_%,$(filter $(BOARDS),$(MICROKIT_BOARD))))
ifeq ($(bench_board),)
bench: bench-measure
	@$(call bench_report,table bench/rows.txt)
	$(print_pi_log)
endif

bench-check: bench-measure
	@$(call bench_report,check bench/rows.txt $(BENCH_BASELINE) '$(TOOLCHAIN)')

bench-baseline: bench-measure bench-scale
	@$(call bench_report,baseline bench/rows.txt '$(TOOLCHAIN)') >$(BENCH_BASELINE)
	@cp $(BUILD)/report/scale.svg docs/pictures/scale.svg
	@echo 'Wrote $(BENCH_BASELINE) and docs/pictures/scale.svg; docs/measurements.md shows these' \
	    'figures, too.'

# `make bench-scale`: what operations cost with few and many threads and capabilities.
.PHONY: bench-scale
bench-scale: $(BUILD)/bench/scale/loader.img
	@bench/scale/run.sh $< $(BUILD)/report

# The plugins of QEMU's, each once for every version of QEMU's interface: bench/trace/plugin.h.
trace_plugins := counts lines stretch timeline
trace_versions := 1 2 7
trace_flags := -fPIC -shared $(if $(filter Darwin,$(shell uname)),-undefined dynamic_lookup)

# $(call trace_plugin,NAME,VERSION,WHAT ELSE THE VERSION NEEDS)
define trace_plugin
TRACE_PLUGINS += $(BUILD)/trace/$(1)-$(2).so
$(BUILD)/trace/$(1)-$(2).so: bench/trace/$(1).c bench/trace/plugin.c bench/trace/version_$(2).c \
    $(3) bench/trace/plugin.h bench/trace/qemu_plugin.h bench/trace/hints.h \
    $(BUILD)/host.kept
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$(Q)$$(CC) $$(HOST_FLAGS) $(trace_flags) $$(filter %.c,$$^) -o $$@
endef
TRACE_PLUGINS :=
$(foreach p,$(trace_plugins),$(eval $(call trace_plugin,$(p),1)) $(foreach v,$(filter-out \
    1,$(trace_versions)),$(eval $(call trace_plugin,$(p),$(v),bench/trace/scoreboard.c))))

# $(call trace_tool,NAME): the toolchain's program of that name.
trace_tool = $(subst -size,-$(1),$(TARGET_SIZE))

# `make bench-trace ROW=NAME`: where the instructions of a row go.
.PHONY: bench-trace
bench-trace: $(BUILD)/bench/rows/loader.img $(bench_kernel) \
    $(filter $(BUILD)/trace/counts-%,$(TRACE_PLUGINS))
	@bench/trace/trace.sh '$(ROW)' $(BUILD)/report/trace $(BUILD)/trace/counts \
	    $(BUILD)/bench/rows $(bench_kernel) $(call trace_tool,objdump)

# `make bench-lines ROW=NAME`: which lines of code and of data the kernel touches in a row.
.PHONY: bench-lines
bench-lines: $(BUILD)/bench/marked/loader.img $(BUILD)/bench/kernel_marked/loader.img \
    $(bench_kernel) $(bench_lines_plugins)
	@bench/trace/lines.sh '$(ROW)' $(BUILD)/report/trace $(BUILD)/trace/lines \
	    $(BUILD)/bench/marked/loader.img $(BUILD)/bench/kernel_marked/loader.img \
	    $(bench_kernel) $(call trace_tool,nm) $(call trace_tool,addr2line)

# `make worst-case`: for how long the kernel takes no interrupt at most, at EL1 and at EL2.
STRETCHES := bench/kernel bench/rows test/kernel-task bench-el2/kernel bench-el2/rows \
    bench-el2/guest test/kernel-task-el2
stretch_board = $(if $(findstring -el2,$(1)),$(bench_el2),qemu_virt_aarch64_el1)
stretch_kernel = $(call board_dir,$(call stretch_board,$(1)),$(if $(filter \
    test/%,$(1)),debug,release))/elf/sel4.elf
stretch_end = '^$(if $(filter test/%,$(1)),KERNEL TESTS,BENCH) DONE'
.PHONY: worst-case
worst-case: $(STRETCHES:%=$(BUILD)/%/loader.img) \
    $(filter $(BUILD)/trace/stretch-%,$(TRACE_PLUGINS)) \
    $(foreach s,$(STRETCHES),$(call stretch_kernel,$(s)))
	@bench/trace/stretches.sh $(BUILD)/report/stretches $(BUILD)/trace/stretch \
	    $(call trace_tool,nm) $(foreach s,$(STRETCHES),$(call \
	    stretch_kernel,$(s)) $(BUILD)/$(s)/loader.img $(call stretch_end,$(s)))

# `make timeline TASK=NAME`: who runs when in a demonstration, and because of what.
timeline_kernel = $(call board_dir,qemu_virt_aarch64_el1,debug)/elf/sel4.elf
.PHONY: timeline
timeline: $(BUILD)/test/$(TASK)/loader.img $(filter $(BUILD)/trace/timeline-%,$(TRACE_PLUGINS)) \
    $(timeline_kernel)
	@EVENTS='$(EVENTS)' bench/timeline/timeline.sh $(BUILD)/report/timeline/$(TASK) \
	    $(BUILD)/trace/timeline $(call trace_tool,nm) $(timeline_kernel) \
	    $(BUILD)/test/$(TASK) $(TASK)
