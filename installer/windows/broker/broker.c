/* A small process that loads one PKCS#11 module and answers five verbs over its standard pipes.
 *
 * For vendor modules that exist only as 32-bit DLLs: the desk is a 64-bit process and cannot load them.
 *   desk-signing-32.exe MODULE
 * A question is: u32 size, the verb (one letter), 1 when a PIN follows or else 0, then fields. An answer is: u32 size, then 0 and
 * fields, or 1 and the CKR number as u32, or 2: the module does not load. The first answer comes unasked and tells whether
 * the module is ready. Numbers are little-endian; a bytes field is u32 size and the bytes.
 * A PIN never lies inside a frame: where the question says that one follows, it comes after it as u16 (big-endian) and bytes,
 * is read into one buffer and overwritten after the call. The end of standard input is the end: logged out, finalised.
 * The desk's side is signing/tokens/narrow.py.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cryptoki.h"
#include "system.h"

#define MAX_FRAME (16u << 20)
#define MAX_PIN 256
#define MAX_ITEMS 256
#define CALL(NUMBER, ...) ((ck_ulong(*)())cryptoki->function[NUMBER])(__VA_ARGS__)

/* ---- frames ---- */

typedef struct {
    unsigned char *data;
    size_t size, room;
    int failed;
} buffer;

static int read_all(void *room, size_t size) {
    unsigned char *at = room;
    while (size) {
        int got = read_some(at, size > 65536 ? 65536 : size);
        if (got <= 0) return 0;
        at += got;
        size -= (size_t)got;
    }
    return 1;
}

static int write_all(const void *data, size_t size) {
    const unsigned char *at = data;
    while (size) {
        int put = write_some(at, size > 65536 ? 65536 : size);
        if (put <= 0) return 0;
        at += put;
        size -= (size_t)put;
    }
    return 1;
}

static void add(buffer *out, const void *data, size_t size) {
    if (out->failed || size > MAX_FRAME || out->size + size > MAX_FRAME) {
        out->failed = 1;
        return;
    }
    if (out->size + size > out->room) {
        size_t room = out->room ? out->room : 4096;
        unsigned char *grown;
        while (room < out->size + size) room *= 2;
        grown = realloc(out->data, room);
        if (!grown) {
            out->failed = 1;
            return;
        }
        out->data = grown;
        out->room = room;
    }
    if (size) memcpy(out->data + out->size, data, size);
    out->size += size;
}

static void put_u32(unsigned char *at, uint32_t value) {
    int i;
    for (i = 0; i < 4; i++) at[i] = (unsigned char)(value >> (8 * i));
}

static uint32_t get_u32(const unsigned char *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void add_u32(buffer *out, uint32_t value) {
    unsigned char raw[4];
    put_u32(raw, value);
    add(out, raw, 4);
}

static void add_bytes(buffer *out, const void *data, size_t size) {
    add_u32(out, (uint32_t)size);
    add(out, data, size);
}

typedef struct {
    const unsigned char *at, *end;
    int failed;
} reader;

static uint32_t take_u32(reader *in) {
    uint32_t value;
    if (in->failed || in->end - in->at < 4) {
        in->failed = 1;
        return 0;
    }
    value = get_u32(in->at);
    in->at += 4;
    return value;
}

static const unsigned char *take_bytes(reader *in, uint32_t *size) {
    const unsigned char *data;
    *size = take_u32(in);
    if (in->failed || (size_t)(in->end - in->at) < *size) {
        in->failed = 1;
        *size = 0;
        return NULL;
    }
    data = in->at;
    in->at += *size;
    return data;
}

/* ---- the module ---- */

static ck_function_list *cryptoki;
static ck_ulong session, keys[MAX_ITEMS];
static unsigned key_count;
static int logged_in;

static void log_out(void) {
    if (!session) return;
    if (logged_in) CALL(C_LOGOUT, session);
    CALL(C_CLOSE_SESSION, session);
    session = 0;
    logged_in = 0;
    key_count = 0;
}

/* One attribute as a bytes field; an attribute that is absent or secret is an empty one. */
static void add_attribute(buffer *out, ck_ulong in, ck_ulong object, ck_ulong type) {
    ck_attribute asked = {type, NULL, 0};
    void *room = NULL;
    if (CALL(C_GET_ATTRIBUTE_VALUE, in, object, &asked, (ck_ulong)1) == CKR_OK && asked.size && asked.size <= MAX_FRAME)
        room = malloc(asked.size);
    if (room) {
        asked.value = room;
        if (CALL(C_GET_ATTRIBUTE_VALUE, in, object, &asked, (ck_ulong)1) != CKR_OK) asked.size = 0;
        add_bytes(out, room, asked.size);
        free(room);
    } else {
        add_bytes(out, "", 0);
    }
}

static ck_ulong number_attribute(ck_ulong in, ck_ulong object, ck_ulong type, ck_ulong otherwise) {
    ck_ulong value = otherwise;
    ck_attribute asked = {type, &value, sizeof value};
    return CALL(C_GET_ATTRIBUTE_VALUE, in, object, &asked, (ck_ulong)1) == CKR_OK ? value : otherwise;
}

static ck_ulong find(ck_ulong in, ck_ulong wanted, ck_ulong *found, unsigned *count) {
    ck_attribute asked = {CKA_CLASS, &wanted, sizeof wanted};
    ck_ulong got = 0, result = CALL(C_FIND_OBJECTS_INIT, in, &asked, (ck_ulong)1);
    *count = 0;
    if (result != CKR_OK) return result;
    while (*count < MAX_ITEMS) {
        result = CALL(C_FIND_OBJECTS, in, found + *count, (ck_ulong)(MAX_ITEMS - *count), &got);
        if (result != CKR_OK || !got) break;
        *count += (unsigned)got;
    }
    CALL(C_FIND_OBJECTS_FINAL, in);
    return result;
}

static ck_ulong slots(ck_ulong *found, unsigned *count) {
    ck_ulong size = MAX_ITEMS, result = CALL(C_GET_SLOT_LIST, (unsigned char)1, found, &size);
    *count = result == CKR_OK ? (unsigned)size : 0;
    return result;
}

/* Certificates of a slot without a PIN: how many, then id, label and DER of each. */
static void add_certificates(buffer *out, ck_ulong slot) {
    ck_ulong opened = 0, found[MAX_ITEMS];
    unsigned count = 0, i;
    if (CALL(C_OPEN_SESSION, slot, (ck_ulong)CKF_SERIAL_SESSION, NULL, NULL, &opened) == CKR_OK &&
        find(opened, CKO_CERTIFICATE, found, &count) != CKR_OK)
        count = 0;
    add_u32(out, count);
    for (i = 0; i < count; i++) {
        add_attribute(out, opened, found[i], CKA_ID);
        add_attribute(out, opened, found[i], CKA_LABEL);
        add_attribute(out, opened, found[i], CKA_VALUE);
    }
    if (opened) CALL(C_CLOSE_SESSION, opened);
}

static ck_ulong list(buffer *out, int with_certificates) {
    ck_ulong found[MAX_ITEMS], result;
    unsigned count, i;
    result = slots(found, &count);
    if (result != CKR_OK) return result;
    for (i = 0; i < count; i++) {
        ck_token_info info;
        memset(&info, 0, sizeof info);
        if (CALL(C_GET_TOKEN_INFO, found[i], &info) != CKR_OK || !(info.flags & CKF_TOKEN_INITIALIZED)) continue;
        add(out, "t", 1);
        add_u32(out, (uint32_t)found[i]);
        add_bytes(out, info.label, sizeof info.label);
        add_bytes(out, info.manufacturer, sizeof info.manufacturer);
        add_bytes(out, info.model, sizeof info.model);
        add_bytes(out, info.serial, sizeof info.serial);
        add_u32(out, (uint32_t)info.flags);
        if (with_certificates) add_certificates(out, found[i]);
        else add_u32(out, 0);
    }
    return CKR_OK;
}

static void add_mechanisms(buffer *out, ck_ulong slot) {
    ck_ulong known[512], size = 512;
    unsigned i;
    if (CALL(C_GET_MECHANISM_LIST, slot, known, &size) != CKR_OK) size = 0;
    add_u32(out, (uint32_t)size);
    for (i = 0; i < size; i++) add_u32(out, (uint32_t)known[i]);
}

static ck_ulong log_in(buffer *out, reader *in, unsigned char *pin, ck_ulong pin_size, int on_pad) {
    ck_ulong slot = take_u32(in), found[MAX_ITEMS], result;
    ck_token_info info;
    uint32_t size;
    const unsigned char *serial = take_bytes(in, &size);
    unsigned count, i;
    log_out();
    if (in->failed || size > sizeof info.serial) return CKR_ARGUMENTS_BAD;
    result = slots(found, &count);
    if (result != CKR_OK) return result;
    for (i = 0; i < count && found[i] != slot; i++) {
    }
    memset(&info, 0, sizeof info);
    if (i == count || CALL(C_GET_TOKEN_INFO, slot, &info) != CKR_OK || memcmp(info.serial, serial, size) != 0)
        return CKR_TOKEN_NOT_PRESENT;
    result = CALL(C_OPEN_SESSION, slot, (ck_ulong)CKF_SERIAL_SESSION, NULL, NULL, &session);
    if (result != CKR_OK) {
        session = 0;
        return result;
    }
    result = CALL(C_LOGIN, session, (ck_ulong)CKU_USER, on_pad ? NULL : pin, on_pad ? (ck_ulong)0 : pin_size);
    logged_in = result == CKR_OK;
    if (result == CKR_OK) result = find(session, CKO_PRIVATE_KEY, keys, &key_count);
    if (result != CKR_OK) {
        log_out();
        return result;
    }
    add_mechanisms(out, slot);
    add_u32(out, key_count);
    for (i = 0; i < key_count; i++) {
        unsigned char each = 0;
        ck_attribute always = {CKA_ALWAYS_AUTHENTICATE, &each, sizeof each};
        if (CALL(C_GET_ATTRIBUTE_VALUE, session, keys[i], &always, (ck_ulong)1) != CKR_OK) each = 0;
        add_attribute(out, session, keys[i], CKA_ID);
        add_attribute(out, session, keys[i], CKA_LABEL);
        add_u32(out, (uint32_t)number_attribute(session, keys[i], CKA_KEY_TYPE, 0xFFFFFFFFu));
        add_attribute(out, session, keys[i], CKA_MODULUS);
        add_u32(out, each != 0);
    }
    return CKR_OK;
}

static ck_ulong sign(buffer *out, reader *in, unsigned char *pin, ck_ulong pin_size) {
    uint32_t key = take_u32(in), mechanism = take_u32(in), size;
    const unsigned char *data = take_bytes(in, &size);
    ck_mechanism how = {mechanism, NULL, 0};
    unsigned char value[4096];
    ck_ulong made = sizeof value, result;
    if (in->failed) return CKR_ARGUMENTS_BAD;
    if (!session || key >= key_count) return CKR_USER_NOT_LOGGED_IN;
    result = CALL(C_SIGN_INIT, session, &how, keys[key]);
    if (result == CKR_OK && pin_size) result = CALL(C_LOGIN, session, (ck_ulong)CKU_CONTEXT_SPECIFIC, pin, pin_size);
    if (result == CKR_OK) result = CALL(C_SIGN, session, (void *)data, (ck_ulong)size, value, &made);
    if (result != CKR_OK) {
        log_out(); /* whatever it was, this login is over: no second guess with the PIN */
        return result;
    }
    add_bytes(out, value, made);
    return CKR_OK;
}

/* ---- questions and answers ---- */

static int answer(buffer *out, ck_ulong result) {
    unsigned char head[9];
    int done;
    if (result == CKR_OK && out->failed) result = CKR_HOST_MEMORY;
    if (result == CKR_OK) {
        put_u32(head, (uint32_t)out->size + 1);
        head[4] = 0;
        done = write_all(head, 5) && write_all(out->data, out->size);
    } else {
        put_u32(head, 5);
        head[4] = 1;
        put_u32(head + 5, (uint32_t)result);
        done = write_all(head, 9);
    }
    free(out->data);
    return done;
}

static int open_module(const path_char *path) {
    ck_initialize_args how;
    ck_ulong result;
    ck_ulong (*list_of)(ck_function_list **) = (ck_ulong(*)(ck_function_list **))load_symbol(path, "C_GetFunctionList");
    buffer out = {0};
    memset(&how, 0, sizeof how);
    how.flags = CKF_OS_LOCKING_OK;
    if (!list_of) {
        static const unsigned char not_loadable[] = {1, 0, 0, 0, 2};
        write_all(not_loadable, sizeof not_loadable);
        return 0;
    }
    result = list_of(&cryptoki);
    if (result == CKR_OK) result = CALL(C_INITIALIZE, &how);
    if (result == CKR_CANT_LOCK) result = CALL(C_INITIALIZE, NULL);
    if (result == CKR_CRYPTOKI_ALREADY_INITIALIZED) result = CKR_OK;
    return answer(&out, result) && result == CKR_OK;
}

/* Gives 0 at the end of input, or when the other side broke the agreement. */
static int one_question(void) {
    unsigned char head[4], *frame, pin[MAX_PIN];
    ck_ulong result = CKR_ARGUMENTS_BAD;
    size_t pin_size = 0;
    uint32_t size;
    buffer out = {0};
    reader in;
    int done;
    if (!read_all(head, 4) || (size = get_u32(head)) < 2 || size > MAX_FRAME || !(frame = malloc(size))) return 0;
    if (!read_all(frame, size)) return 0;
    if (frame[1]) {
        unsigned char length[2];
        if (!read_all(length, 2) || (pin_size = (size_t)length[0] << 8 | length[1]) > MAX_PIN || !read_all(pin, pin_size)) return 0;
    }
    in.at = frame + 2;
    in.end = frame + size;
    in.failed = 0;
    switch (frame[0]) {
        case 'l': result = list(&out, 1); break;
        case 'k': result = list(&out, 0); break;
        case 'i': result = log_in(&out, &in, pin, (ck_ulong)pin_size, !frame[1]); break;
        case 's': result = sign(&out, &in, pin, (ck_ulong)pin_size); break;
        case 'o': log_out(); result = CKR_OK; break;
    }
    wipe(pin, sizeof pin);
    done = answer(&out, result);
    free(frame);
    return done;
}

#ifdef _WIN32
int wmain(int count, wchar_t **words)
#else
int main(int count, char **words)
#endif
{
    if (count != 2) return 64;
    if (!open_module(words[1])) return 70;
    while (one_question()) {
    }
    log_out();
    CALL(C_FINALIZE, NULL);
    return 0;
}
