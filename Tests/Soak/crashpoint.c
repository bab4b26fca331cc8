/* Preloaded into segmentd: the process is killed, or a call fails, at the Nth call that changes files.

   The commands are in a page of memory shared through the file that CRASHPOINT names, so that a running process can be
   told anew (Tests/Soak/crashpoint.py, which also builds this). Counted are calls on regular files and folders alone:
   descriptors 0 to 2, sockets and event descriptors are left alone. What stdio writes inside libc is not seen. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

/* The layout is that of the struct format in crashpoint.py. */
struct orders {
    _Atomic int32_t armed;   /* bit 0: in the daemon; bit 1: in the worker */
    _Atomic int32_t code;    /* errno to fail with; 0 kills the process */
    _Atomic int64_t at;      /* the call that is hit, from 1 */
    _Atomic int64_t count;   /* calls so far */
    _Atomic int32_t fired;   /* how often one was hit */
    _Atomic int32_t classes; /* bit 0: calls that change; bit 1: calls that read */
    char what[64];           /* the call that was hit */
};

enum { CHANGES = 1, READS = 2 };

static struct orders *orders;
static int role;
static __thread int inside;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("CRASHPOINT");
    if (!path) return;
    char line[4096] = {0};
    int file = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? 0 : syscall(SYS_read, file, line, sizeof line - 1);
    if (file >= 0) syscall(SYS_close, file);
    const char *command = length > 0 ? line + strlen(line) + 1 : "";
    role = strcmp(command, "worker") == 0 ? 2 : strcmp(command, "watch") == 0 || strcmp(command, "run") == 0
        || strcmp(command, "promote") == 0 || strcmp(command, "rollback") == 0 ? 1 : 0;
    if (!role) return;
    file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *page = mmap(NULL, sizeof(struct orders), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    syscall(SYS_close, file);
    if (page != MAP_FAILED) orders = page;
}

/* Whether this call is the one; errno is set then. */
static int hit(const char *what, int class) {
    if (!orders || inside || !(orders->armed & role) || !(orders->classes & class)) return 0;
    if (atomic_fetch_add(&orders->count, 1) + 1 != orders->at) return 0;
    snprintf(orders->what, sizeof orders->what, "%s %s", role == 1 ? "daemon" : "worker", what);
    atomic_fetch_add(&orders->fired, 1);
    if (orders->code == 0) {
        syscall(SYS_kill, getpid(), SIGKILL);
        for (;;) pause();
    }
    errno = orders->code;
    return 1;
}

/* Whether a descriptor is that of a file or a folder. */
static int is_file(int descriptor) {
    struct stat state;
    if (!orders || descriptor <= 2) return 0;
    int kept = errno, is = fstat(descriptor, &state) == 0 && (S_ISREG(state.st_mode) || S_ISDIR(state.st_mode));
    errno = kept;
    return is;
}

static int is_open_for_writing(int descriptor) {
    int kept = errno, flags = fcntl(descriptor, F_GETFL);
    errno = kept;
    return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

/* The next definition of a function; the pointer is kept. Looking it up may itself open files. */
#define NEXT(name)                                                                                                     \
    static typeof(&name) next;                                                                                         \
    if (!next) { inside++; next = (typeof(&name))dlsym(RTLD_NEXT, #name); inside--; }

#define ON_DESCRIPTOR(result, name, class, signature, call, descriptor)                                                \
    result name signature {                                                                                            \
        NEXT(name)                                                                                                     \
        if (is_file(descriptor) && hit(#name, class)) return -1;                                                       \
        return next call;                                                                                              \
    }

#define ON_NAME(name, signature, call)                                                                                 \
    int name signature {                                                                                               \
        NEXT(name)                                                                                                     \
        if (hit(#name, CHANGES)) return -1;                                                                            \
        return next call;                                                                                              \
    }

ON_DESCRIPTOR(ssize_t, write, CHANGES, (int file, const void *bytes, size_t count), (file, bytes, count), file)
ON_DESCRIPTOR(ssize_t, pwrite, CHANGES, (int file, const void *bytes, size_t count, off_t at),
              (file, bytes, count, at), file)
ON_DESCRIPTOR(ssize_t, pwrite64, CHANGES, (int file, const void *bytes, size_t count, off64_t at),
              (file, bytes, count, at), file)
ON_DESCRIPTOR(ssize_t, writev, CHANGES, (int file, const struct iovec *parts, int count), (file, parts, count), file)
ON_DESCRIPTOR(ssize_t, pwritev, CHANGES, (int file, const struct iovec *parts, int count, off_t at),
              (file, parts, count, at), file)
ON_DESCRIPTOR(int, fsync, CHANGES, (int file), (file), file)
ON_DESCRIPTOR(int, fdatasync, CHANGES, (int file), (file), file)
ON_DESCRIPTOR(int, ftruncate, CHANGES, (int file, off_t size), (file, size), file)
ON_DESCRIPTOR(int, ftruncate64, CHANGES, (int file, off64_t size), (file, size), file)
ON_DESCRIPTOR(int, fallocate, CHANGES, (int file, int mode, off_t at, off_t size), (file, mode, at, size), file)
ON_DESCRIPTOR(int, fchmod, CHANGES, (int file, mode_t mode), (file, mode), file)
ON_DESCRIPTOR(int, fchown, CHANGES, (int file, uid_t user, gid_t group), (file, user, group), file)
ON_DESCRIPTOR(int, fsetxattr, CHANGES, (int file, const char *name, const void *value, size_t size, int flags),
              (file, name, value, size, flags), file)
ON_DESCRIPTOR(ssize_t, copy_file_range, CHANGES,
              (int from, off64_t *start, int to, off64_t *place, size_t size, unsigned flags),
              (from, start, to, place, size, flags), to)
ON_DESCRIPTOR(ssize_t, sendfile, CHANGES, (int to, int from, off_t *start, size_t size), (to, from, start, size), to)
ON_DESCRIPTOR(ssize_t, sendfile64, CHANGES, (int to, int from, off64_t *start, size_t size),
              (to, from, start, size), to)
ON_DESCRIPTOR(ssize_t, read, READS, (int file, void *bytes, size_t count), (file, bytes, count), file)
ON_DESCRIPTOR(ssize_t, pread, READS, (int file, void *bytes, size_t count, off_t at), (file, bytes, count, at), file)
ON_DESCRIPTOR(ssize_t, pread64, READS, (int file, void *bytes, size_t count, off64_t at),
              (file, bytes, count, at), file)

ON_NAME(rename, (const char *from, const char *to), (from, to))
ON_NAME(renameat, (int a, const char *from, int b, const char *to), (a, from, b, to))
ON_NAME(renameat2, (int a, const char *from, int b, const char *to, unsigned flags), (a, from, b, to, flags))
ON_NAME(link, (const char *from, const char *to), (from, to))
ON_NAME(linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags))
ON_NAME(symlink, (const char *to, const char *name), (to, name))
ON_NAME(unlink, (const char *name), (name))
ON_NAME(unlinkat, (int folder, const char *name, int flags), (folder, name, flags))
ON_NAME(rmdir, (const char *name), (name))
ON_NAME(mkdir, (const char *name, mode_t mode), (name, mode))
ON_NAME(mkdirat, (int folder, const char *name, mode_t mode), (folder, name, mode))
ON_NAME(chmod, (const char *name, mode_t mode), (name, mode))
ON_NAME(mkstemp, (char *name), (name))

/* Close is done in any case: the descriptor is gone even where the kernel reports that writing back failed. */
int close(int file) {
    NEXT(close)
    int is_hit = is_file(file) && is_open_for_writing(file) && hit("close", CHANGES), code = errno;
    int status = next(file);
    if (!is_hit) return status;
    errno = code;
    return -1;
}

static int creates(int flags) { return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE; }

#define OPENING(name, folder_argument, folder_value)                                                                   \
    int name(folder_argument const char *path, int flags, ...) {                                                       \
        mode_t mode = 0;                                                                                               \
        if (creates(flags)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }        \
        NEXT(name)                                                                                                     \
        if (creates(flags) && hit(#name, CHANGES)) return -1;                                                          \
        return next(folder_value path, flags, mode);                                                                   \
    }
#define FOLDER_ARGUMENT int folder,
#define FOLDER_VALUE folder,
OPENING(open, , )
OPENING(open64, , )
OPENING(openat, FOLDER_ARGUMENT, FOLDER_VALUE)
OPENING(openat64, FOLDER_ARGUMENT, FOLDER_VALUE)

/* Calls that libc has no function for, or that Swift makes by number. */
long syscall(long number, ...) {
    va_list more;
    va_start(more, number);
    long a = va_arg(more, long), b = va_arg(more, long), c = va_arg(more, long);
    long d = va_arg(more, long), e = va_arg(more, long), f = va_arg(more, long);
    va_end(more);
    NEXT(syscall)
    const char *what = NULL;
    switch (number) {
    case SYS_rename: case SYS_renameat: case SYS_renameat2: what = "syscall renameat2"; break;
    case SYS_linkat: what = "syscall linkat"; break;
    case SYS_unlinkat: what = "syscall unlinkat"; break;
    case SYS_mkdirat: what = "syscall mkdirat"; break;
    case SYS_fsync: case SYS_fdatasync: what = is_file((int)a) ? "syscall fsync" : NULL; break;
    case SYS_openat2: what = c && creates((int)*(const uint64_t *)c) ? "syscall openat2" : NULL; break;
    case SYS_copy_file_range: what = "syscall copy_file_range"; break;
    }
    if (what && hit(what, CHANGES)) return -1;
    return next(number, a, b, c, d, e, f);
}
