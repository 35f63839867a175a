"""The system calls that need no look at their arguments, by name, and what becomes of each."""

from typing import Final

# For x86_64 and aarch64; None where the architecture has no such call.
Numbers = tuple[int | None, int | None]

ALLOWED: Final[dict[str, Numbers]] = {
    # data that is already open
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "preadv": (295, 69),
    "pwritev": (296, 70),
    "lseek": (8, 62),
    "close": (3, 57),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "ftruncate": (77, 46),
    "copy_file_range": (326, 285),
    "pipe": (22, None),
    "pipe2": (293, 59),
    # paths, which Landlock judges
    "creat": (85, None),
    "stat": (4, None),
    "lstat": (6, None),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getdents": (78, None),
    "getdents64": (217, 61),
    "getcwd": (79, 17),
    "chdir": (80, 49),
    "fchdir": (81, 50),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "rename": (82, None),
    "renameat": (264, 38),
    "umask": (95, 166),
    "statfs": (137, 43),
    "fstatfs": (138, 44),
    # waiting
    "select": (23, None),
    "pselect6": (270, 72),
    "poll": (7, None),
    "ppoll": (271, 73),
    "epoll_create": (213, None),
    "epoll_create1": (291, 20),
    "epoll_ctl": (233, 21),
    "epoll_wait": (232, None),
    "epoll_pwait": (281, 22),
    "eventfd2": (290, 19),
    "pause": (34, None),
    "alarm": (37, None),
    "getitimer": (36, 102),
    "setitimer": (38, 103),
    "nanosleep": (35, 101),
    "restart_syscall": (219, 128),
    # memory
    "munmap": (11, 215),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "brk": (12, 214),
    # threads and signals of its own
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "set_tid_address": (218, 96),
    "sched_yield": (24, 124),
    "getcpu": (309, 168),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136),
    "rt_sigtimedwait": (128, 137),
    "rt_sigsuspend": (130, 133),
    "sigaltstack": (131, 132),
    # questions
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "gettid": (186, 178),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getpgrp": (111, None),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getgroups": (115, 158),
    "getresuid": (118, 148),
    "getresgid": (120, 150),
    "getrusage": (98, 165),
    "getrlimit": (97, 163),
    "uname": (63, 160),
    "sysinfo": (99, 179),
    "getrandom": (318, 278),
}

# Landlock does not judge these, so they do nothing and say that they did: a copy keeps working, and
# no file outside can have its mode or times changed, its pages dropped or its marks listed. What is
# locked can be a file that all see; nobody else can open what is a run's own. What a learner hears
# of it: `worker.patches.pretended`.
PRETENDED: Final[dict[str, Numbers]] = {
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "utime": (132, None),
    "utimes": (235, None),
    "utimensat": (280, 88),
    "futimesat": (261, None),
    "flock": (73, 32),
    "fadvise64": (221, 223),
    # A run's files end with it, and all others would wait for the disk.
    "fsync": (74, 82),
    "fdatasync": (75, 83),
    "msync": (26, 227),
    "listxattr": (194, 11),
    "llistxattr": (195, 12),
    "flistxattr": (196, 13),
}

# Asked for a mark by its name, a file has none: Landlock lets those outside be read.
UNMARKED: Final[dict[str, Numbers]] = {
    "getxattr": (191, 8),
    "lgetxattr": (192, 9),
    "fgetxattr": (193, 10),
}

# A disk gives any room at once, gigabytes before the first look at what is free. The C library then
# writes what is asked for, which takes as long as any writing.
UNSUPPORTED: Final[dict[str, Numbers]] = {"fallocate": (285, 47)}

# What calls these has another way. glibc falls back to clone, whose flags a filter can read; clone3
# hides them behind a pointer. A byte that sendfile put into a socket holds up to 2 MiB of its file,
# which nothing counts once the file is cut off.
MISSING: Final[dict[str, Numbers]] = {"clone3": (435, 435), "sendfile": (40, 71)}
