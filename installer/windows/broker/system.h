/* The odd corners of the two systems: raw pipes, loading a module, overwriting memory. */
#ifndef DESK_SYSTEM_H
#define DESK_SYSTEM_H
#include <stddef.h>

#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
typedef wchar_t path_char;

static int read_some(void *room, size_t size) {
    DWORD got = 0;
    return ReadFile(GetStdHandle(STD_INPUT_HANDLE), room, (DWORD)size, &got, NULL) ? (int)got : -1;
}

static int write_some(const void *data, size_t size) {
    DWORD put = 0;
    return WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), data, (DWORD)size, &put, NULL) ? (int)put : -1;
}

/* The module's own folder is searched for its helpers, the current folder is not. */
static void *load_symbol(const path_char *path, const char *name) {
    HMODULE module;
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
    module = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    return module ? (void *)GetProcAddress(module, name) : NULL;
}

static void wipe(void *room, size_t size) { SecureZeroMemory(room, size); }

#else
#include <dlfcn.h>
#include <sys/resource.h>
#include <unistd.h>
typedef char path_char;

static int read_some(void *room, size_t size) { return (int)read(0, room, size); }
static int write_some(const void *data, size_t size) { return (int)write(1, data, size); }

static void *load_symbol(const path_char *path, const char *name) {
    struct rlimit none = {0, 0};
    void *module;
    setrlimit(RLIMIT_CORE, &none);
    module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    return module ? dlsym(module, name) : NULL;
}

static void wipe(void *room, size_t size) {
    volatile unsigned char *at = room;
    while (size--) *at++ = 0;
}
#endif
#endif
