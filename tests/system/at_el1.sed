# SPDX-License-Identifier: BSD-2-Clause
#
# What demos/taskN/expected.txt, which is that of the usual board, says otherwise where the kernel
# runs at EL1: where the kernel and its memory are, and that users' addresses have 47 bits, not 40.
# In Task 3 all addresses but the kernel's are the user's, and what is the kernel's is mapped; the
# last three are Task 5's.
s/0xffc0000000 the kernel's code: not mapped$/0xffffffffc0010000 the kernel's code: not allowed/
s/0xff90000000 \(memory, as the kernel sees it: not\) mapped$/0xffffff8040000000 \1 allowed/
s/0x60000000 \(where memory begins: not mapped\)$/0x40000000 \1/
s/0x8000000000 \(where its part begins: not mapped\)$/0xffff000000000000 \1/
s/0xc000000000 \(nothing, far up: not mapped\)$/0x800000000000 \1/
s/0xffffffc000 \(guard page of the stack: not mapped\)$/0x7fffffffc000 \1/
s/0x00ffffffd000 to 0x00ffffffe000\(  rw-  prober: stack\)$/0x7fffffffd000 to 0x7fffffffe000\1/
s/0x00fffffff000 to 0x010000000000\(  rw-  prober: ipc buffer\)$/0x7ffffffff000 to 0x800000000000\1/
s/^\(handler: [a-z]* [a-z]*\) 0xffc0010000 /\1 0xffffffffc0010000 /
s/^\(  its stack .*\) 0xffffffd000$/\1 0x7fffffffd000/
s/^\(  its messages .*\) 0xfffffff000$/\1 0x7ffffffff000/
