/* A PKCS#11 module that misbehaves on command and is otherwise a real one.
 *
 * MOCK_PKCS11_REAL names the module behind it. MOCK_PKCS11_PLAN names a file with one line
 * "GENERATION FUNCTION K ACTION": at the K-th call of FUNCTION since the generation changed, do
 * ACTION: a return value such as 0x30, "crash", "exit", or "hang-SECONDS". K = 0 means every call.
 * MOCK_PKCS11_LOG names a file that gets one line a call.
 * MOCK_PKCS11_PAD is what is typed on the reader's own keys: tokens then say that they have a PIN
 * pad, and take a login without a PIN only.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long word;
typedef word (*function)(word, word, word, word, word, word, word, word);

struct list {
    unsigned char version[2];
    function entry[68];
};

static struct list mine;
static struct list *real;
static const char *const names[68] = {
    "C_Initialize", "C_Finalize", "C_GetInfo", "C_GetFunctionList", "C_GetSlotList",
    "C_GetSlotInfo", "C_GetTokenInfo", "C_GetMechanismList", "C_GetMechanismInfo", "C_InitToken",
    "C_InitPIN", "C_SetPIN", "C_OpenSession", "C_CloseSession", "C_CloseAllSessions",
    "C_GetSessionInfo", "C_GetOperationState", "C_SetOperationState", "C_Login", "C_Logout",
    "C_CreateObject", "C_CopyObject", "C_DestroyObject", "C_GetObjectSize", "C_GetAttributeValue",
    "C_SetAttributeValue", "C_FindObjectsInit", "C_FindObjects", "C_FindObjectsFinal",
    "C_EncryptInit", "C_Encrypt", "C_EncryptUpdate", "C_EncryptFinal", "C_DecryptInit",
    "C_Decrypt", "C_DecryptUpdate", "C_DecryptFinal", "C_DigestInit", "C_Digest",
    "C_DigestUpdate", "C_DigestKey", "C_DigestFinal", "C_SignInit", "C_Sign"};

static int due(int at, word *answer) {
    static char generation[32];
    static int calls[68];
    char seen[32], wanted[64], action[64];
    int k;
    const char *log = getenv("MOCK_PKCS11_LOG"), *plan = getenv("MOCK_PKCS11_PLAN");
    if (log) {
        FILE *file = fopen(log, "a");
        if (file) { fprintf(file, "%s\n", names[at]); fclose(file); }
    }
    FILE *file = plan ? fopen(plan, "r") : NULL;
    if (!file) return 0;
    int read = fscanf(file, "%31s %63s %d %63s", seen, wanted, &k, action);
    fclose(file);
    if (read != 4) return 0;
    if (strcmp(seen, generation)) { memset(calls, 0, sizeof calls); strcpy(generation, seen); }
    calls[at]++;
    if (strcmp(wanted, names[at]) || (k && calls[at] != k)) return 0;
    if (!strcmp(action, "crash")) raise(SIGSEGV);
    if (!strcmp(action, "exit")) _exit(7);
    if (!strncmp(action, "hang-", 5)) { sleep((unsigned)atoi(action + 5)); return 0; }
    *answer = strtoul(action, NULL, 16);
    return 1;
}

#define WRAP(at)                                                                            \
    static word call_##at(word a, word b, word c, word d, word e, word f, word g, word h) { \
        word answer;                                                                        \
        return due(at, &answer) ? answer : real->entry[at](a, b, c, d, e, f, g, h);         \
    }

static word call_6(word slot, word info, word c, word d, word e, word f, word g, word h) {
    word answer;
    if (due(6, &answer)) return answer;
    answer = real->entry[6](slot, info, c, d, e, f, g, h);
    if (!answer && getenv("MOCK_PKCS11_PAD"))
        *(word *)(info + 96) |= 0x100; /* flags: CKF_PROTECTED_AUTHENTICATION_PATH */
    return answer;
}

static word call_18(word session, word user, word pin, word size, word e, word f, word g, word h) {
    const char *typed = getenv("MOCK_PKCS11_PAD");
    word answer;
    if (due(18, &answer)) return answer;
    if (typed && pin) return 0x7; /* a PIN from the computer: CKR_ARGUMENTS_BAD */
    if (typed) return real->entry[18](session, user, (word)typed, strlen(typed), e, f, g, h);
    return real->entry[18](session, user, pin, size, e, f, g, h);
}

WRAP(0) WRAP(1) WRAP(2) WRAP(4) WRAP(5) WRAP(7) WRAP(8) WRAP(12) WRAP(13) WRAP(14)
WRAP(15) WRAP(19) WRAP(24) WRAP(26) WRAP(27) WRAP(28) WRAP(42) WRAP(43)

word C_GetFunctionList(struct list **out) {
    if (!real) {
        void *library = dlopen(getenv("MOCK_PKCS11_REAL"), RTLD_NOW | RTLD_LOCAL);
        word (*get)(struct list **) =
            library ? (word (*)(struct list **))dlsym(library, "C_GetFunctionList") : NULL;
        if (!get || get(&real)) return 5;
        mine = *real;
        mine.entry[3] = (function)C_GetFunctionList;
#define PUT(at) mine.entry[at] = call_##at;
        PUT(0) PUT(1) PUT(2) PUT(4) PUT(5) PUT(6) PUT(7) PUT(8) PUT(12) PUT(13) PUT(14)
        PUT(15) PUT(18) PUT(19) PUT(24) PUT(26) PUT(27) PUT(28) PUT(42) PUT(43)
    }
    *out = &mine;
    return 0;
}
