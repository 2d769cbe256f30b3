# SPDX-License-Identifier: BSD-2-Clause
#
# Random system calls on the target: from the threads of an initial task of its own, and from a
# component of a system whose other components carry on.
spray_task := $(BUILD)/test/spray-task
spray_task_elf := $(spray_task)/sdk/$(kernel_task_sdk)/elf
spray_task_sources := $(addprefix tests/spray/,start.S spray.c spray_task.c) initialiser/mem.S
$(eval $(call unit,test/spray-task,$(spray_task_sources),$$(TARGET_CC) $$(SYSTEM_FLAGS) \
    -Ilibsel4/include -Ilibsel4/el1 -Ilibsel4/config/debug,target))
$(spray_task_elf)/initialiser.elf: tests/spray/task.lds \
    $(call objects,test/spray-task,$(spray_task_sources))
	$(call link,-T tests/spray/task.lds $(filter %.o,$^))
$(spray_task_elf)/%.elf: $(SDK)/$(kernel_task_sdk)/elf/%.elf
	$(copy)
$(spray_task)/loader.img: demos/task2/system.xml $(BUILD)/test/task2/server.elf \
    $(BUILD)/test/task2/client.elf $(SDK)/bin/microkit \
    $(patsubst %,$(spray_task_elf)/%.elf,loader sel4 initialiser)
	$(call say,IMAGE,$@)
	$(Q)MICROKIT_SDK='$(spray_task)/sdk' $(SDK)/bin/microkit $< \
	    --search-path $(BUILD)/test/task2 --board qemu_virt_aarch64 --config debug -o $@ \
	    -r $(spray_task)/report.txt
TEST_IMAGES += $(spray_task)/loader.img

PARTS_test/spray_sprayer := tests/spray/spray.c
$(eval $(call image,test/spray,$(patsubst %,tests/spray/%.c,spray_server spray_parent sprayer \
    spray_witness),tests/spray/spray.system,$(SDK),qemu_virt_aarch64,debug))
TEST_IMAGES += $(BUILD)/test/spray/loader.img
