/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message transfer.  Nothing beyond the received length is written, in
 * registers or in the buffer.
 */
#include "ipc.h"

#include "cspace.h"
#include "derive.h"
#include "fault.h"

/* ---- Words ---- */

/* Copy message words beyond the registers; returns the length that arrived. */
static unsigned copy_buffer_words(const struct tcb *sender, const struct tcb *receiver,
                                  unsigned length)
{
    const word_t *from = ipc_buffer_of(sender, false);
    word_t *to = ipc_buffer_of(receiver, true);

    if (from == NULL || to == NULL) {
        return MESSAGE_REGISTERS;
    }
    ipc_copy_buffer(from, to, length); /* info_length() sees to it that it fits */
    return length;
}

static unsigned copy_words(const struct tcb *sender, struct tcb *receiver, unsigned length)
{
    unsigned in_registers = length < MESSAGE_REGISTERS ? length : MESSAGE_REGISTERS;

    for (unsigned i = 0; i < in_registers; i++) {
        receiver->context.reg[REG_MR0 + i] = sender->context.reg[REG_MR0 + i];
    }
    return length <= MESSAGE_REGISTERS ? length
                                       : copy_buffer_words(sender, receiver, length);
}

void ipc_write(struct tcb *receiver, word_t badge, word_t label, const word_t *words,
               unsigned length)
{
    word_t *buffer = length > MESSAGE_REGISTERS ? ipc_buffer_of(receiver, true) : NULL;

    if (length > MESSAGE_REGISTERS && buffer == NULL) {
        length = MESSAGE_REGISTERS;
    }
    unsigned in_registers = length < MESSAGE_REGISTERS ? length : MESSAGE_REGISTERS;
    for (unsigned i = 0; i < in_registers; i++) {
        receiver->context.reg[REG_MR0 + i] = words[i];
    }
    if (length > MESSAGE_REGISTERS) { /* at most 36 in all, those of ReadRegisters */
        ipc_copy_words(words + MESSAGE_REGISTERS, buffer + BUFFER_MSG + MESSAGE_REGISTERS,
                       length - MESSAGE_REGISTERS);
    }
    receiver->context.reg[REG_CAP] = badge;
    receiver->context.reg[REG_INFO] = info_make(label, 0, 0, length);
}

/* ---- Capabilities ---- */

/* The empty slot that the receiver's buffer names, or NULL. */
static struct cte *receive_slot(const struct tcb *receiver, const word_t *buffer)
{
    struct cte *slot;
    struct lookup root = cspace_lookup(receiver, buffer[BUFFER_RECEIVE_ROOT]);

    if (root.slot == NULL) {
        return NULL;
    }
    struct err err = cspace_empty_slot(root.slot->cap, buffer[BUFFER_RECEIVE_INDEX],
                                       buffer[BUFFER_RECEIVE_DEPTH], &slot);
    return err.kind == ERR_NONE ? slot : NULL;
}

/* Derive the capability of `source` into `slot`; false if that is not
   possible. */
static bool give_cap(struct cte *source, struct cte *slot)
{
    cap_t copy;

    if (slot == NULL) {
        return false;
    }
    struct err err = cap_copy(source, source->cap, &copy);
    if (err.kind != ERR_NONE || cap_is_null(copy)) {
        return false;
    }
    derive_insert(slot, copy, source);
    return true;
}

/*
 * Transfer up to `count` capabilities; returns the info word's bits for them.
 * A capability to the endpoint that the message goes through arrives as its
 * badge ("unwrapped"); one other may arrive as a capability.
 */
static word_t transfer_caps(const struct tcb *sender, const struct tcb *receiver,
                            const struct endpoint *ep, unsigned count)
{
    const word_t *from = ipc_buffer_of(sender, false);
    word_t *to = ipc_buffer_of(receiver, true);
    word_t unwrapped = 0;
    unsigned done;

    if (from == NULL || to == NULL) {
        return 0;
    }
    /* At most 3, here and below. */
    struct cte *source[seL4_MsgMaxExtraCaps];
    for (unsigned i = 0; i < count; i++) {
        source[i] = cspace_lookup(sender, from[BUFFER_CAPS + i]).slot;
        if (source[i] == NULL) {
            return 0;
        }
    }
    struct cte *slot = receive_slot(receiver, to);
    for (done = 0; done < count; done++) {
        cap_t cap = source[done]->cap;
        if (ep != NULL && cap_type(cap) == CAP_ENDPOINT && cap_endpoint(cap) == ep) {
            to[BUFFER_CAPS + done] = cap_badge(cap);
            unwrapped |= BIT(done);
        } else if (give_cap(source[done], slot)) {
            slot = NULL;
        } else {
            break;
        }
    }
    return info_make(0, unwrapped, done, 0);
}

/* ---- Whole messages ---- */

void ipc_transfer(struct tcb *sender, struct tcb *receiver, const struct endpoint *ep,
                  word_t badge, bool can_grant)
{
    if (UNLIKELY(sender->fault.type != seL4_Fault_NullFault)) {
        fault_write_message(sender, receiver, badge);
        return;
    }
    word_t info = sender->context.reg[REG_INFO];
    unsigned length = copy_words(sender, receiver, info_length(info));
    word_t caps = 0;
    if (UNLIKELY(can_grant && info_caps(info) > 0)) {
        caps = transfer_caps(sender, receiver, ep, info_caps(info));
    }
    receiver->context.reg[REG_CAP] = badge;
    receiver->context.reg[REG_INFO] = info_make(info_label(info), 0, 0, length) | caps;
}
