#pragma once
// What Glibc's module map leaves out, and the macros of <sys/socket.h> that Swift cannot import.
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <time.h>
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

// A folder made with its mode at once: to change the mode of one with a setgid bit later would need the right to set that
// bit, and only its group's members have it. The mode is `mode`, and of the bits outside of `decided` what the umask leaves.
// The umask belongs to all threads, so a thread of its own file system context makes it. 0, or the error.
struct clinux_new_folder { int parent; const char *name; mode_t mode, decided; int error; };
static inline void *clinux_make_new_folder(void *argument) {
    struct clinux_new_folder *folder = argument;
    mode_t mode = 0777;
    const int ownContext = 0x200;  // CLONE_FS, visible under _GNU_SOURCE only
    if (syscall(SYS_unshare, ownContext) == 0) {
        const mode_t mask = umask(0);
        mode = ((mode_t)(0777 & ~mask) & ~folder->decided) | folder->mode;
    }
    folder->error = mkdirat(folder->parent, folder->name, mode) == 0 ? 0 : errno;
    return NULL;
}
static inline int clinux_make_folder(int parent, const char *name, mode_t mode, mode_t decided) {
    struct clinux_new_folder folder = {parent, name, mode, decided, 0};
    pthread_t thread;
    const int failure = pthread_create(&thread, NULL, clinux_make_new_folder, &folder);
    if (failure != 0) return failure;
    pthread_join(thread, NULL);
    return folder.error;
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

// copy_file_range(2) from `*offset`, which moves, to the position of `to`: the bytes stay in the kernel.
static inline ssize_t clinux_copy(int from, int64_t *offset, int to, size_t count) {
    return syscall(SYS_copy_file_range, from, offset, to, NULL, count, 0u);
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

// An empty file in memory, open for reading and writing; memfd_create is visible under _GNU_SOURCE only (1: close on exec).
static inline int clinux_make_memory_file(const char *name) { return (int)syscall(SYS_memfd_create, name, 1u); }

// Asks to be killed when the thread that started this process ends; prctl is variadic.
static inline int clinux_die_with_starter(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }

// The process that made a socketpair; 0 when it is not known.
static inline pid_t clinux_maker_of_socket(int socket) {
    struct { pid_t pid; uid_t uid; gid_t gid; } maker = {0, 0, 0};
    socklen_t size = sizeof maker;
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &maker, &size) == 0 ? maker.pid : 0;
}

// No program that is run from now on has more rights than this process.
static inline int clinux_gain_no_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

// Gives all capabilities of this thread up, and those that its children could get; -1 and errno on failure.
static inline int clinux_drop_capabilities(void) {
    for (int capability = 0; capability < 64; capability++) prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}, {0, 0, 0}};
    return (int)syscall(SYS_capset, &header, none);
}

// The limits that Swift cannot name: glibc gives them as an enumeration. `process` 0 is this one.
static const int clinux_limit_address_space = RLIMIT_AS;
static const int clinux_limit_core = RLIMIT_CORE;
static const int clinux_limit_cpu = RLIMIT_CPU;
static const int clinux_limit_file_size = RLIMIT_FSIZE;
static const int clinux_limit_files = RLIMIT_NOFILE;

// Sets the soft limit, never above the hard one, and the hard one too if `isHard`; -1 and errno on failure.
static inline int clinux_set_limit(pid_t process, int resource, uint64_t value, int isHard) {
    struct { uint64_t soft, hard; } limit;
    if (syscall(SYS_prlimit64, process, resource, NULL, &limit) != 0) return -1;
    if (value > limit.hard) value = limit.hard;
    limit.soft = value;
    if (isHard) limit.hard = value;
    return (int)syscall(SYS_prlimit64, process, resource, &limit, NULL);
}

// Seconds of processor time that all threads of a process have used; negative when it is not known.
static inline double clinux_processor_time(pid_t process) {
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) return -1;
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// Landlock(7), as far as the running kernel has it. The headers of older systems lack the later rights.
static const uint64_t clinux_landlock_truncate = 1ull << 14;     // from version 3
static const uint64_t clinux_landlock_device_ioctl = 1ull << 15; // from version 5

// The version of the running kernel; negative without Landlock.
static inline int clinux_landlock_version(void) {
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

// A set of rules that refuses these uses of files, of TCP (4: both) and of what lies outside (6: abstract sockets and
// signals) unless one of its rules allows them; -1 and errno on failure.
static inline int clinux_landlock_begin(uint64_t files, uint64_t network, uint64_t scopes) {
    struct { uint64_t files, network, scopes; } refused = {files, network, scopes};
    // An older kernel takes a larger structure as long as what it does not know is zero.
    return (int)syscall(SYS_landlock_create_ruleset, &refused, sizeof refused, 0);
}

// Allows these uses of a file, or of all that is in a folder.
static inline int clinux_landlock_allow(int rules, int file, uint64_t uses) {
    struct landlock_path_beneath_attr rule = {.allowed_access = uses, .parent_fd = file};
    return (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

// Has a process stand so many steps of niceness behind this one on processors, and last at disks (IOPRIO_CLASS_IDLE), where
// the system allows it.
static inline void clinux_lower_priority(pid_t process, int steps) {
    const int niceness = getpriority(PRIO_PROCESS, 0) + steps;
    setpriority(PRIO_PROCESS, (id_t)process, niceness > 19 ? 19 : niceness);
    syscall(SYS_ioprio_set, 1, process, 3 << 13);
}

// Puts the rules into force for this thread and all that it starts; needs clinux_gain_no_privileges.
static inline int clinux_landlock_enter(int rules) { return (int)syscall(SYS_landlock_restrict_self, rules, 0); }

#if defined(__x86_64__)
#define CLINUX_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define CLINUX_AUDIT_ARCH AUDIT_ARCH_AARCH64
#endif

// Refuses system calls that no computation needs, for this thread and all that it starts: sockets other than Unix ones,
// also by way of io_uring, looking into other processes, and new namespaces. Needs clinux_gain_no_privileges.
static inline int clinux_refuse_calls(void) {
#ifdef CLINUX_AUDIT_ARCH
#define CLINUX_REFUSE(number, code)                                                                                   \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (code))
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CLINUX_AUDIT_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef __x86_64__
        // The x32 calls have numbers of their own.
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
#endif
        CLINUX_REFUSE(SYS_ptrace, EPERM),
        CLINUX_REFUSE(SYS_process_vm_readv, EPERM),
        CLINUX_REFUSE(SYS_process_vm_writev, EPERM),
        CLINUX_REFUSE(SYS_unshare, EPERM),
        CLINUX_REFUSE(SYS_setns, EPERM),
        CLINUX_REFUSE(SYS_mount, EPERM),
        CLINUX_REFUSE(SYS_bpf, EPERM),
        CLINUX_REFUSE(SYS_io_uring_setup, ENOSYS),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAFNOSUPPORT),
    };
#undef CLINUX_REFUSE
    struct sock_fprog program = {.len = sizeof filter / sizeof filter[0], .filter = filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
#else
    errno = ENOSYS;
    return -1;
#endif
}
