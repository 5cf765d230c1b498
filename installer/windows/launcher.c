/* Starts the version of the desk that current.txt names: versions\<name>\python.exe -X utf8 -m desk_app …
 *
 * Built twice: desk-app.exe (console; waits and hands on the exit code) and desk-appw.exe (-DWINDOW, no console).
 * Versions lie side by side, so an upgrade is one replaced file, a running window keeps its own files,
 * and going back is the same act. Only kernel32 and user32 are used.
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <wchar.h>

#define ROOM 32768
#define NAME_ROOM 64

static const wchar_t BROKEN[] =
    L"Chương trình cài chưa trọn hoặc thiếu tệp. Hồ sơ của quầy vẫn nguyên. Hãy chạy lại bộ cài đặt.";

static int fail(void) {
#ifdef WINDOW
    MessageBoxW(NULL, BROKEN, L"Quầy Một cửa", MB_OK | MB_ICONERROR);
#else
    HANDLE err = GetStdHandle(STD_ERROR_HANDLE);
    char text[512];
    DWORD done;
    int size = WideCharToMultiByte(CP_UTF8, 0, BROKEN, -1, text, sizeof text - 2, NULL, NULL);
    if (size > 0) {
        text[size - 1] = '\r';
        text[size] = '\n';
        WriteFile(err, text, (DWORD)size + 1, &done, NULL);
    }
#endif
    return 70;
}

/* Folder of this program, with a backslash at its end. */
static int own_folder(wchar_t *folder) {
    DWORD size = GetModuleFileNameW(NULL, folder, ROOM);
    wchar_t *end;
    if (size == 0 || size >= ROOM || !(end = wcsrchr(folder, L'\\'))) return 0;
    end[1] = 0;
    return 1;
}

/* A version's name is letters, digits, dot, plus and dash, and begins with a letter or digit: never a path. */
static int read_name(const wchar_t *folder, wchar_t *name) {
    static wchar_t path[ROOM];
    char raw[NAME_ROOM];
    DWORD size = 0, i;
    HANDLE file;
    if (wcslen(folder) + 16 > ROOM) return 0;
    wcscpy(path, folder);
    wcscat(path, L"current.txt");
    file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) return 0;
    if (!ReadFile(file, raw, sizeof raw, &size, NULL)) size = 0;
    CloseHandle(file);
    while (size && (raw[size - 1] == '\r' || raw[size - 1] == '\n' || raw[size - 1] == ' ')) size--;
    if (size == 0 || size >= NAME_ROOM) return 0;
    for (i = 0; i < size; i++) {
        char c = raw[i];
        int plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!plain && (i == 0 || (c != '.' && c != '+' && c != '-'))) return 0;
        name[i] = (wchar_t)c;
    }
    name[size] = 0;
    return 1;
}

/* What follows the program's own name in the command line, untouched. */
static const wchar_t *arguments(void) {
    const wchar_t *at = GetCommandLineW();
    int quoted = 0;
    while (*at && (quoted || (*at != L' ' && *at != L'\t'))) {
        if (*at == L'"') quoted = !quoted;
        at++;
    }
    while (*at == L' ' || *at == L'\t') at++;
    return at;
}

#ifndef WINDOW
/* Ctrl-C is the desk's own matter; this program waits for its answer. */
static BOOL WINAPI leave_to_child(DWORD kind) {
    return kind == CTRL_C_EVENT || kind == CTRL_BREAK_EVENT;
}

/* Whoever ends the launcher ends the desk. */
static void tie(HANDLE child) {
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;
    HANDLE job = CreateJobObjectW(NULL, NULL);
    if (!job) return;
    ZeroMemory(&limits, sizeof limits);
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK;
    if (SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits))
        AssignProcessToJobObject(job, child);
}
#endif

static int start(void) {
    static wchar_t folder[ROOM], program[ROOM], line[ROOM];
    wchar_t name[NAME_ROOM];
    const wchar_t *tail = arguments();
    STARTUPINFOW how;
    PROCESS_INFORMATION child;
    DWORD code = 0;
#ifdef WINDOW
    const wchar_t *interpreter = L"\\pythonw.exe";
#else
    const wchar_t *interpreter = L"\\python.exe";
#endif
    if (!own_folder(folder) || !read_name(folder, name)) return fail();
    if (wcslen(folder) + wcslen(name) + 64 > ROOM) return fail();
    wcscpy(program, folder);
    wcscat(program, L"versions\\");
    wcscat(program, name);
    wcscat(program, interpreter);
    if (wcslen(program) + wcslen(tail) + 64 > ROOM) return fail();
    wcscpy(line, L"\"");
    wcscat(line, program);
    wcscat(line, L"\" -X utf8 -m desk_app ");
    wcscat(line, tail);
    ZeroMemory(&how, sizeof how);
    how.cb = sizeof how;
    if (!CreateProcessW(program, line, NULL, NULL, TRUE, 0, NULL, NULL, &how, &child)) return fail();
#ifndef WINDOW
    tie(child.hProcess);
    SetConsoleCtrlHandler(leave_to_child, TRUE);
    WaitForSingleObject(child.hProcess, INFINITE);
    if (!GetExitCodeProcess(child.hProcess, &code)) code = 70;
#endif
    CloseHandle(child.hThread);
    CloseHandle(child.hProcess);
    return (int)code;
}

#ifdef WINDOW
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, PWSTR line, int show) {
    (void)self, (void)before, (void)line, (void)show;
    return start();
}
#else
int wmain(void) { return start(); }
#endif
