# SPDX-License-Identifier: BSD-2-Clause
#
# The kernel's tests on the target run as the initial task, in an SDK that is ours but for that.
# The description does not matter: nobody reads the system spec.

# $(call task_image,UNIT,BOARD): build/UNIT/loader.img, made with the SDK in build/UNIT/sdk.
task_elf = $(BUILD)/$(1)/sdk/board/$(2)/debug/elf
define task_image
$(BUILD)/$(1)/loader.img: demos/task2/system.xml $(BUILD)/test/task2/server.elf \
    $(BUILD)/test/task2/client.elf $(SDK)/bin/microkit \
    $(patsubst %,$(call task_elf,$(1),$(2))/%.elf,loader sel4 initialiser)
	$$(call say,IMAGE,$$@)
	$(Q)MICROKIT_SDK='$(BUILD)/$(1)/sdk' $(SDK)/bin/microkit $$< \
	    --search-path $(BUILD)/test/task2 --board $(2) --config debug -o $$@ \
	    -r $(BUILD)/$(1)/report.txt
TEST_IMAGES += $(BUILD)/$(1)/loader.img
endef

# $(call own_task,UNIT,BOARD,SOURCES,LINKER SCRIPT,INCLUDE FLAGS): the image with an initial task of
# these sources.
define own_task
$(call unit,$(1),$(3),$$(TARGET_CC) $$(SYSTEM_FLAGS) -mcpu=$(call processor,$(2)) $(5),target)
$(call task_elf,$(1),$(2))/initialiser.elf: $(4) $(call objects,$(1),$(3))
	$$(call link,-T $(4) $$(filter %.o,$$^))
$(call task_elf,$(1),$(2))/%.elf: $(call board_dir,$(2),debug)/elf/%.elf
	$$(copy)
$(call task_image,$(1),$(2))
endef

kernel_task := $(BUILD)/test/kernel-task
kernel_task_board := qemu_virt_aarch64_el1
kernel_task_sources := $(sort $(wildcard tests/kernel/target/*.c tests/kernel/target/*.S)) \
    initialiser/mem.S
kernel_task_lds := tests/kernel/target/target.lds
kernel_task_tables := $(kernel_task)/user_mode_rows.h $(kernel_task)/user_mode_words.h

# What there is at one exception level only.
kernel_task_sources_of = $(kernel_task_sources) $(sort $(wildcard \
    tests/kernel/target/el$(BOARD_LEVEL_$(1))/*.c))

# $(call kernel_task_rules,UNIT,BOARD).  The board's UART is tests/kernel/target/uart/KIND.h.
define kernel_task_rules
$(call own_task,$(1),$(2),$(call kernel_task_sources_of,$(2)),$(kernel_task_lds),$(addprefix \
    -I,tests/kernel/target tests/kernel/target/el$(BOARD_LEVEL_$(2)) $(kernel_task) $(call \
    board_facts,$(2)) $(call board_dir,$(2),debug)/include))
$(call objects,$(1),$(call kernel_task_sources_of,$(2))): | $(kernel_task_tables) $(filter $(call \
    board_dir,$(2),debug)/include/%,$(SDK_FILES))
endef
$(eval $(call kernel_task_rules,test/kernel-task,$(kernel_task_board)))
$(eval $(call kernel_task_rules,test/kernel-task-el2,qemu_virt_aarch64_el2))
$(eval $(call kernel_task_rules,test/rpi4/kernel-task,rpi4b_2gb))

# Those of guests, on kernels that have them.
guest_task_sources := $(filter-out tests/kernel/target/test_%,$(kernel_task_sources)) \
    $(sort $(wildcard tests/kernel/guest/*.c tests/kernel/guest/*.S))
guest_task_board := qemu_virt_aarch64_el2
guest_task_include := $(addprefix -I,tests/kernel/guest tests/kernel/target \
    tests/kernel/target/el2 $(call board_facts,$(guest_task_board)) \
    $(call board_dir,$(guest_task_board),debug)/include)
$(eval $(call own_task,test/guest-task,$(guest_task_board),$(guest_task_sources),\
    $(kernel_task_lds),$(guest_task_include)))
$(call objects,test/guest-task,$(guest_task_sources)): | $(filter $(call \
    board_dir,$(guest_task_board),debug)/include/%,$(SDK_FILES))

# The table of what user mode reaches, as the page about it has it.
$(kernel_task)/user_mode_%.h: docs/kernel/user_mode.md tests/kernel/target/user_mode.awk
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)awk -v words=$(if $(filter words,$*),1,0) -f tests/kernel/target/user_mode.awk $< >$@.new
	@mv $@.new $@

# $(call other_loader,NAME,SOURCE,WRAPPED FUNCTION): the same in build/test/kernel-task-NAME, with
# a loader that is ours but for what SOURCE does before or instead of the function.
other_loader_elf = $(call task_elf,test/kernel-task-$(1),$(kernel_task_board))
define other_loader
$(call unit,test/kernel-task-$(1),$(2),$$(TARGET_CC) $$(SYSTEM_FLAGS) \
    -mcpu=$(call processor,$(kernel_task_board)) -Iloader \
    -I$(call board_facts,$(kernel_task_board)),target)
$(call other_loader_elf,$(1))/loader.elf: loader/loader.lds \
    $(call board_facts,$(kernel_task_board))/board.lds \
    $(call objects,loader/$(kernel_task_board)/debug,$(call \
    loader_sources,$(kernel_task_board))) \
    $(call objects,test/kernel-task-$(1),$(2))
	$$(call link,-L $(call board_facts,$(kernel_task_board)) -T loader/loader.lds --wrap=$(3) \
	    $$(filter %.o,$$^))
$(call other_loader_elf,$(1))/%.elf: $(call task_elf,test/kernel-task,$(kernel_task_board))/%.elf
	$$(copy)
$(call task_image,test/kernel-task-$(1),$(kernel_task_board))
endef

# One that hands over a device tree, as other loaders do, and one that leaves the interrupt
# controller in the worst state it can.
$(eval $(call other_loader,tree,tests/kernel/loader/device_tree.S,kernel_enter))
$(eval $(call other_loader,gic,tests/kernel/loader/worst_gic.c,tables_install))

# One that starts the kernel on any machine.
$(eval $(call other_loader,careless,tests/kernel/loader/careless.c,machine_check))

# One with a defect in the function that runs at EL3, and one in the first after the MMU is on.
$(eval $(call other_loader,defects,tests/kernel/loader/defects.S,secure_release --wrap=zero_bytes))

# One that leaves an instruction of users trapped to EL2 and EL3.
$(eval $(call other_loader,traps,tests/kernel/loader/traps.S,el2_configure --wrap=el3_configure))

# One that starts a second core, at the image's first byte.
$(eval $(call other_loader,cores,tests/kernel/loader/second_core.S,copy_bytes))

# Those of what only benchmark builds have, on a kernel that prints, too.
counting_task_sources := $(filter-out tests/kernel/target/test_%,$(kernel_task_sources)) \
    $(patsubst %,tests/kernel/target/test_%.c,benchmark bootinfo_thread debug user_mode)
counting_task_sdk := $(kernel_task)-benchmark/sdk/board/$(kernel_task_board)/debug
$(eval $(call \
    kernel_rules,$(kernel_task_board),tests/kernel/benchmark,test/counting,$(counting_task_sdk)))
counting_task_include := $(addprefix -I,tests/kernel/target tests/kernel/target/el1 $(kernel_task) \
    $(call board_facts,$(kernel_task_board)) libsel4/include \
    libsel4/el1 tests/kernel/benchmark)
$(eval $(call own_task,test/kernel-task-benchmark,$(kernel_task_board),$(counting_task_sources),\
    $(kernel_task_lds),$(counting_task_include)))
$(call objects,test/kernel-task-benchmark,$(counting_task_sources)): | $(kernel_task_tables)
