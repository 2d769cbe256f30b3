# SPDX-License-Identifier: BSD-2-Clause
#
# The benchmark: an image of the release configuration, and the table that it makes.

$(eval $(call image,bench,$(sort $(wildcard bench/*.c)),bench/bench.system,$(SDK),\
    qemu_virt_aarch64,release))

.PHONY: bench
bench: $(BUILD)/bench/loader.img
	@bench/table.sh $(BUILD)/bench/loader.img \
	    $(call board_dir,qemu_virt_aarch64,release)/elf/sel4.elf $(TARGET_SIZE)
