"""What a forked process does to itself before it runs a student's code. Linux only.

Runs inside bubblewrap, as an ordinary user: each student gets a user
namespace of their own, and in it processes, mounts and message queues that no
other student sees.
"""

import ctypes
import errno
import os
import platform
import resource
import struct
import sys

from .limits import Limits

# Where a student's process may write: not over Python or this package, if they lie in /tmp.
_OURS = (sys.prefix, sys.base_prefix, __file__)
SCRATCH = "/scratch" if any(path.startswith("/tmp/") for path in _OURS) else "/tmp"

_libc = ctypes.CDLL(None, use_errno=True)
_NEWNS, _NEWIPC, _NEWUSER, _NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
_MS_NOSUID, _MS_NODEV, _MS_REC, _MS_PRIVATE = 2, 4, 0x4000, 0x40000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP = 1, 4, 22, 24
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522

#: Of each machine: its audit number, its column in ``_DENIED``, its calls clone and clone3.
_MACHINES = {"x86_64": (0xC000003E, 0, 56, 435), "aarch64": (0xC00000B7, 1, 220, 435)}
#: System calls that no notebook needs: they make namespaces and mounts, look into other
#: processes, hold memory that no limit counts, or are known for mistakes in the kernel.
_DENIED = {
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "fanotify_init": (300, 262),
    "open_by_handle_at": (304, 265),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "quotactl": (179, 60),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "personality": (135, 92),
}


def supported() -> bool:
    """Whether this kind of machine is one whose system calls we know."""
    return platform.machine() in _MACHINES


def become(user: int, group: int) -> None:
    """Give up root for good."""
    os.setgroups([])
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)
    # Else the files of this process under /proc would stay root's.
    _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)


def enter_namespaces() -> None:
    """Give this process a user namespace of its own; its next child is the first of its kind."""
    user, group = os.getuid(), os.getgid()
    _check(_libc.unshare(_NEWUSER | _NEWIPC | _NEWPID), "unshare")
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(line)


def confine(limits: Limits) -> None:
    """Shut this process in: an empty scratch folder, no way back, no rights, limits."""
    _libc.prctl(_PR_SET_PDEATHSIG, 9)
    _check(_libc.unshare(_NEWNS), "unshare")
    _check(_libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None), "mount")
    size = f"size={limits.scratch},nr_inodes=4096,mode=700".encode()
    flags = _MS_NOSUID | _MS_NODEV
    _check(_libc.mount(b"tmpfs", SCRATCH.encode(), b"tmpfs", flags, size), "mount scratch")
    _check(_libc.mount(b"tmpfs", b"/dev/shm", b"tmpfs", flags, size), "mount shared memory")
    # Hide the processes of others, and with them the host's numbers.
    _check(_libc.mount(b"tmpfs", b"/proc", b"tmpfs", flags | 1, b"size=0,mode=555"), "hide proc")
    os.chdir(SCRATCH)
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):
            break
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    _check(_libc.capset(header, bytes(24)), "capset")
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    limit(limits)
    _filter_calls()


def limit(limits: Limits) -> None:
    """Set the limits that hold for each process."""
    for name, most in (
        ("CORE", 0),
        ("CPU", int(limits.total_seconds) + 1),
        ("FSIZE", limits.scratch),
        ("NOFILE", 256),
        ("NPROC", limits.processes),
        ("DATA", limits.memory + _used()),
        ("MEMLOCK", 1 << 16),
        ("MSGQUEUE", 0),
        ("STACK", 8 << 20),
    ):
        if what := getattr(resource, f"RLIMIT_{name}", None):
            _, hard = resource.getrlimit(what)
            if hard != resource.RLIM_INFINITY:
                most = min(most, hard)
            resource.setrlimit(what, (most, most))


def _used() -> int:
    """Bytes that this process holds already, at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _filter_calls() -> None:
    """Deny the system calls in ``_DENIED`` with EPERM, and processes in new namespaces."""
    audit, column, clone, clone3 = _MACHINES[platform.machine()]
    load, equal, masked, give = 0x20, 0x15, 0x45, 0x06
    refuse = 0x00050000 | errno.EPERM
    absent = 0x00050000 | errno.ENOSYS  # so that the C library falls back to clone
    allow, kill = 0x7FFF0000, 0x80000000
    namespaces = 0x7E020080
    code = [
        (load, 0, 0, 4),
        (equal, 1, 0, audit),
        (give, 0, 0, kill),
        (load, 0, 0, 0),
        # The second set of numbers of x86_64 would pass by the list.
        (0x35, 0, 1, 0x40000000),
        (give, 0, 0, refuse),
        (equal, 0, 1, clone3),
        (give, 0, 0, absent),
    ]
    for number in (numbers[column] for numbers in _DENIED.values()):
        code += [(equal, 0, 1, number), (give, 0, 0, refuse)]
    code += [
        (equal, 0, 3, clone),
        (load, 0, 0, 16),
        (masked, 0, 1, namespaces),
        (give, 0, 0, refuse),
        (give, 0, 0, allow),
    ]
    program = b"".join(struct.pack("HBBI", *step) for step in code)
    text = ctypes.create_string_buffer(program, len(program))
    whole = struct.pack("HxxxxxxP", len(code), ctypes.addressof(text))
    _check(_libc.prctl(_PR_SET_SECCOMP, 2, whole, 0, 0), "seccomp")


def _check(result: int, what: str) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
