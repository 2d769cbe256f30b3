# SPDX-License-Identifier: BSD-2-Clause
#
# Random system calls on the target: from the threads of an initial task of its own, and from a
# component of a system whose other components carry on.
spray_task_sources := $(addprefix tests/spray/,start.S spray.c spray_task.c) initialiser/mem.S
spray_task_sources_of = $(spray_task_sources) \
    $(sort $(wildcard tests/spray/el$(BOARD_LEVEL_$(1))/*.c))
spray_programs := $(patsubst %,tests/spray/%.c,spray_server spray_parent sprayer spray_witness)

# $(call spray_rules,PREFIX,BOARD), of build/test/spray-task and build/test/spray.
spray_include := -Ilibsel4/include -Ilibsel4/config/debug
define spray_rules
$(call own_task,$(1)spray-task,$(2),$(call spray_task_sources_of,$(2)),tests/spray/task.lds,\
    $(spray_include) $(addprefix -Itests/spray/,. el$(BOARD_LEVEL_$(2))) $(call sel4_level,$(2)))
PARTS_$(1)spray_sprayer := tests/spray/spray.c
endef
define spray_image
$(call image,$(1)spray,$(spray_programs),tests/spray/spray.system,$(SDK),$(2),debug)
TEST_IMAGES += $(BUILD)/$(1)spray/loader.img
endef
$(foreach r,spray_rules spray_image,$(eval $(call $(r),test/,$(kernel_task_board)))$(eval \
    $(call $(r),test/rpi4/,rpi4b_2gb))$(eval $(call $(r),test/el2/,qemu_virt_aarch64_el2)))
