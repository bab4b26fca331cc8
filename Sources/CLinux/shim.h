#pragma once
// What Glibc's module map leaves out, and the macros of <sys/socket.h> that Swift cannot import.
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <malloc.h>
#include <spawn.h>

// Glibc has them for _GNU_SOURCE only, which its module map does not set.
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);

#define CLINUX_MAX_DESCRIPTORS 32

// Sends `count` bytes with `descriptorCount` file descriptors (SCM_RIGHTS); -1 and errno on failure.
static inline ssize_t clinux_send(int socket, const void *bytes, size_t count,
                                  const int *descriptors, size_t descriptorCount) {
    struct iovec vector = {.iov_base = (void *)bytes, .iov_len = count};
    union {
        char bytes[CMSG_SPACE(CLINUX_MAX_DESCRIPTORS * sizeof(int))];
        struct cmsghdr alignment;
    } control;
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
    if (descriptorCount > CLINUX_MAX_DESCRIPTORS) { errno = EINVAL; return -1; }
    if (descriptorCount > 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(descriptorCount * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(descriptorCount * sizeof(int));
        memcpy(CMSG_DATA(header), descriptors, descriptorCount * sizeof(int));
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL);
}

// Receives up to `capacity` bytes and the descriptors that came with them (close-on-exec).
static inline ssize_t clinux_receive(int socket, void *bytes, size_t capacity,
                                     int *descriptors, size_t *descriptorCount) {
    struct iovec vector = {.iov_base = bytes, .iov_len = capacity};
    union {
        char bytes[CMSG_SPACE(CLINUX_MAX_DESCRIPTORS * sizeof(int))];
        struct cmsghdr alignment;
    } control;
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1,
                             .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    *descriptorCount = 0;
    ssize_t received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (received < 0) return received;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        memcpy(descriptors + *descriptorCount, CMSG_DATA(header), count * sizeof(int));
        *descriptorCount += count;
    }
    return received;
}

// openat2(2): glibc 2.36 has no wrapper. `resolve` takes the RESOLVE_ flags.
static inline int clinux_openat2(int directory, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve) {
    struct open_how how = {.flags = flags, .mode = mode, .resolve = resolve};
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

// What this thread starts from now on inherits no capability. Capabilities belong to threads, so this is done by the
// thread that starts a program, just before it does. prctl is variadic.
static inline void clinux_pass_on_no_capabilities(void) {
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

// renameat2(2) with RENAME_NOREPLACE, within one folder: fails with EEXIST when `to` is taken.
static inline int clinux_rename_exclusively(int folder, const char *from, const char *to) {
    return (int)syscall(SYS_renameat2, folder, from, folder, to, 1u);
}

// Takes a read lease and gives it back at once; -1 and errno (EAGAIN: open for writing somewhere) on failure.
// F_SETLEASE is visible under _GNU_SOURCE only; its number, F_LINUX_SPECIFIC_BASE + 0, is the same everywhere.
static inline int clinux_try_read_lease(int descriptor) {
    const int setLease = 1024;
    if (fcntl(descriptor, setLease, F_RDLCK) != 0) return -1;
    return fcntl(descriptor, setLease, F_UNLCK);
}

// O_PATH, visible under _GNU_SOURCE only.
static const int clinux_o_path = __O_PATH;

// A file without a name.
static const int clinux_o_tmpfile = __O_TMPFILE | __O_DIRECTORY;
