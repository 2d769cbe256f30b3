# SPDX-License-Identifier: BSD-2-Clause
#
# The kernel's tests on the target run as the initial task, in an SDK that is ours but for that.
# The description does not matter: nobody reads the system spec.
kernel_task := $(BUILD)/test/kernel-task
kernel_task_sources := $(sort $(wildcard tests/kernel/target/*.c tests/kernel/target/*.S)) \
    initialiser/mem.S
kernel_task_sdk := board/qemu_virt_aarch64/debug
kernel_task_headers := $(SDK)/$(kernel_task_sdk)/include
$(eval $(call unit,test/kernel-task,$(kernel_task_sources),$$(TARGET_CC) $$(SYSTEM_FLAGS) \
    -Itests/kernel/target -I$(kernel_task) -I$(kernel_task_headers),target))
$(call objects,test/kernel-task,$(kernel_task_sources)): | $(filter \
    $(kernel_task_headers)/%,$(SDK_FILES)) $(kernel_task)/user_mode_rows.h \
    $(kernel_task)/user_mode_words.h
# The table of what user mode reaches, as the page about it has it.
$(kernel_task)/user_mode_%.h: docs/kernel/user_mode.md tests/kernel/target/user_mode.awk
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)awk -v words=$(if $(filter words,$*),1,0) -f tests/kernel/target/user_mode.awk $< >$@.new
	@mv $@.new $@
$(kernel_task)/sdk/$(kernel_task_sdk)/elf/initialiser.elf: tests/kernel/target/target.lds \
    $(call objects,test/kernel-task,$(kernel_task_sources))
	$(call link,-T tests/kernel/target/target.lds $(filter %.o,$^))
$(kernel_task)/sdk/$(kernel_task_sdk)/elf/%.elf: $(SDK)/$(kernel_task_sdk)/elf/%.elf
	$(copy)
$(kernel_task)/loader.img: demos/task2/system.xml $(BUILD)/test/task2/server.elf \
    $(BUILD)/test/task2/client.elf $(SDK)/bin/microkit \
    $(patsubst %,$(kernel_task)/sdk/$(kernel_task_sdk)/elf/%.elf,loader sel4 initialiser)
	$(call say,IMAGE,$@)
	$(Q)MICROKIT_SDK='$(kernel_task)/sdk' $(SDK)/bin/microkit $< \
	    --search-path $(BUILD)/test/task2 --board qemu_virt_aarch64 --config debug -o $@ \
	    -r $(kernel_task)/report.txt
TEST_IMAGES += $(kernel_task)/loader.img

# $(call other_loader,NAME,SOURCE,WRAPPED FUNCTION): the same in build/test/kernel-task-NAME, with
# a loader that is ours but for what SOURCE does before or instead of the function.
other_loader_elf = $(kernel_task)-$(1)/sdk/$(kernel_task_sdk)/elf
define other_loader
$(call unit,test/kernel-task-$(1),$(2),$$(TARGET_CC) $$(SYSTEM_FLAGS) -Iloader \
    -I$(call board_facts,qemu_virt_aarch64_el1),target)
$(call other_loader_elf,$(1))/loader.elf: loader/loader.lds \
    $(call board_facts,qemu_virt_aarch64_el1)/board.lds \
    $(call objects,loader/qemu_virt_aarch64_el1/debug,$(loader_sources)) \
    $(call objects,test/kernel-task-$(1),$(2))
	$$(call link,-L $(call board_facts,qemu_virt_aarch64_el1) -T loader/loader.lds --wrap=$(3) \
	    $$(filter %.o,$$^))
$(call other_loader_elf,$(1))/%.elf: $(kernel_task)/sdk/$(kernel_task_sdk)/elf/%.elf
	$$(copy)
$(kernel_task)-$(1)/loader.img: demos/task2/system.xml $(BUILD)/test/task2/server.elf \
    $(BUILD)/test/task2/client.elf $(SDK)/bin/microkit \
    $(patsubst %,$(call other_loader_elf,$(1))/%.elf,loader sel4 initialiser)
	$$(call say,IMAGE,$$@)
	$(Q)MICROKIT_SDK='$(kernel_task)-$(1)/sdk' $(SDK)/bin/microkit $$< \
	    --search-path $(BUILD)/test/task2 --board qemu_virt_aarch64 --config debug -o $$@ \
	    -r $(kernel_task)-$(1)/report.txt
TEST_IMAGES += $(kernel_task)-$(1)/loader.img
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
counting_task := $(BUILD)/test/kernel-task-benchmark
counting_task_sdk := $(counting_task)/sdk/$(kernel_task_sdk)
counting_task_sources := $(filter-out tests/kernel/target/test_%,$(kernel_task_sources)) \
    $(patsubst %,tests/kernel/target/test_%.c,benchmark bootinfo_thread debug user_mode)
$(eval $(call \
    kernel_rules,qemu_virt_aarch64_el1,tests/kernel/benchmark,test/counting,$(counting_task_sdk)))
$(eval $(call unit,test/kernel-task-benchmark,$(counting_task_sources),$$(TARGET_CC) \
    $$(SYSTEM_FLAGS) -Itests/kernel/target -I$$(kernel_task) -Ilibsel4/include -Ilibsel4/el1 \
    -Itests/kernel/benchmark,target))
$(call objects,test/kernel-task-benchmark,$(counting_task_sources)): | \
    $(kernel_task)/user_mode_rows.h $(kernel_task)/user_mode_words.h
$(counting_task_sdk)/elf/initialiser.elf: tests/kernel/target/target.lds \
    $(call objects,test/kernel-task-benchmark,$(counting_task_sources))
	$(call link,-T tests/kernel/target/target.lds $(filter %.o,$^))
$(counting_task_sdk)/elf/loader.elf: $(SDK)/$(kernel_task_sdk)/elf/loader.elf
	$(copy)
$(counting_task)/loader.img: demos/task2/system.xml $(BUILD)/test/task2/server.elf \
    $(BUILD)/test/task2/client.elf $(SDK)/bin/microkit \
    $(patsubst %,$(counting_task_sdk)/elf/%.elf,loader sel4 initialiser)
	$(call say,IMAGE,$@)
	$(Q)MICROKIT_SDK='$(counting_task)/sdk' $(SDK)/bin/microkit $< \
	    --search-path $(BUILD)/test/task2 --board qemu_virt_aarch64 --config debug -o $@ \
	    -r $(counting_task)/report.txt
TEST_IMAGES += $(counting_task)/loader.img
