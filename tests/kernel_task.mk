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
    -Itests/kernel/target -I$(kernel_task_headers),target))
$(call objects,test/kernel-task,$(kernel_task_sources)): | $(filter \
    $(kernel_task_headers)/%,$(SDK_FILES))
$(kernel_task)/sdk/$(kernel_task_sdk)/elf/initialiser.elf: tests/kernel/target/target.lds \
    $(call objects,test/kernel-task,$(kernel_task_sources))
	$(call link,-T tests/kernel/target/target.lds $(filter %.o,$^))
$(kernel_task)/sdk/$(kernel_task_sdk)/elf/%.elf: $(SDK)/$(kernel_task_sdk)/elf/%.elf
	$(copy)
$(kernel_task)/loader.img: demos/system.xml $(BUILD)/test/task2/server.elf \
    $(BUILD)/test/task2/client.elf $(SDK)/bin/microkit \
    $(patsubst %,$(kernel_task)/sdk/$(kernel_task_sdk)/elf/%.elf,loader sel4 initialiser)
	$(call say,IMAGE,$@)
	$(Q)MICROKIT_SDK='$(abspath $(kernel_task)/sdk)' $(SDK)/bin/microkit $< \
	    --search-path $(BUILD)/test/task2 --board qemu_virt_aarch64 --config debug -o $@ \
	    -r $(kernel_task)/report.txt
TEST_IMAGES += $(kernel_task)/loader.img

# The same with a loader that hands over a device tree, as other loaders do.
kernel_task_tree := $(BUILD)/test/kernel-task-tree
kernel_task_tree_elf := $(kernel_task_tree)/sdk/$(kernel_task_sdk)/elf
tree_loader := tests/kernel/loader/device_tree.S
$(eval $(call unit,test/kernel-task-tree,$(tree_loader),$$(TARGET_CC) $$(SYSTEM_FLAGS),target))
$(kernel_task_tree_elf)/loader.elf: loader/loader.lds kernel/board/qemu_virt_aarch64_el1/board.lds \
    $(call objects,loader/qemu_virt_aarch64_el1/debug,$(loader_sources)) \
    $(call objects,test/kernel-task-tree,$(tree_loader))
	$(call link,-L kernel/board/qemu_virt_aarch64_el1 -T loader/loader.lds --wrap=kernel_enter \
	    $(filter %.o,$^))
$(kernel_task_tree_elf)/%.elf: $(kernel_task)/sdk/$(kernel_task_sdk)/elf/%.elf
	$(copy)
$(kernel_task_tree)/loader.img: demos/system.xml $(BUILD)/test/task2/server.elf \
    $(BUILD)/test/task2/client.elf $(SDK)/bin/microkit \
    $(patsubst %,$(kernel_task_tree_elf)/%.elf,loader sel4 initialiser)
	$(call say,IMAGE,$@)
	$(Q)MICROKIT_SDK='$(abspath $(kernel_task_tree)/sdk)' $(SDK)/bin/microkit $< \
	    --search-path $(BUILD)/test/task2 --board qemu_virt_aarch64 --config debug -o $@ \
	    -r $(kernel_task_tree)/report.txt
TEST_IMAGES += $(kernel_task_tree)/loader.img
