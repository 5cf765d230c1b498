/* What the broker needs of PKCS#11 2.40 (OASIS): numbers and the layout of four structures, no more. */
#ifndef DESK_CRYPTOKI_H
#define DESK_CRYPTOKI_H

#ifdef _WIN32
#pragma pack(push, 1) /* Cryptoki on Windows is packed to one byte */
#endif

typedef unsigned long ck_ulong; /* 32 bit on Windows, whatever the width of the process */

typedef struct {
    unsigned char major, minor;
} ck_version;

typedef struct {
    ck_ulong type;
    void *value;
    ck_ulong size;
} ck_attribute;

typedef struct {
    ck_ulong mechanism;
    void *parameter;
    ck_ulong parameter_size;
} ck_mechanism;

typedef struct {
    unsigned char label[32], manufacturer[32], model[16], serial[16];
    ck_ulong flags, counts[10];
    ck_version hardware, firmware;
    unsigned char utc_time[16];
} ck_token_info;

typedef struct {
    void *create_mutex, *destroy_mutex, *lock_mutex, *unlock_mutex;
    ck_ulong flags;
    void *reserved;
} ck_initialize_args;

/* The function list is a version and 68 pointers in the order of the standard. */
typedef struct {
    ck_version version;
    void *function[68];
} ck_function_list;

#ifdef _WIN32
#pragma pack(pop)
#endif

enum {
    C_INITIALIZE = 0,
    C_FINALIZE = 1,
    C_GET_SLOT_LIST = 4,
    C_GET_TOKEN_INFO = 6,
    C_GET_MECHANISM_LIST = 7,
    C_OPEN_SESSION = 12,
    C_CLOSE_SESSION = 13,
    C_LOGIN = 18,
    C_LOGOUT = 19,
    C_GET_ATTRIBUTE_VALUE = 24,
    C_FIND_OBJECTS_INIT = 26,
    C_FIND_OBJECTS = 27,
    C_FIND_OBJECTS_FINAL = 28,
    C_SIGN_INIT = 42,
    C_SIGN = 43
};

enum {
    CKR_OK = 0,
    CKR_HOST_MEMORY = 0x02,
    CKR_ARGUMENTS_BAD = 0x07,
    CKR_CANT_LOCK = 0x0A,
    CKR_TOKEN_NOT_PRESENT = 0xE0,
    CKR_USER_NOT_LOGGED_IN = 0x101,
    CKR_BUFFER_TOO_SMALL = 0x150,
    CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191
};

enum { CKF_OS_LOCKING_OK = 2, CKF_SERIAL_SESSION = 4, CKF_TOKEN_INITIALIZED = 0x400 };
enum { CKU_USER = 1, CKU_CONTEXT_SPECIFIC = 2 };
enum { CKO_CERTIFICATE = 1, CKO_PRIVATE_KEY = 3, CKK_RSA = 0, CKK_EC = 3 };
enum {
    CKA_CLASS = 0,
    CKA_LABEL = 3,
    CKA_VALUE = 0x11,
    CKA_KEY_TYPE = 0x100,
    CKA_ID = 0x102,
    CKA_MODULUS = 0x120,
    CKA_ALWAYS_AUTHENTICATE = 0x202
};

#endif
