"""Where a store lies: a tmpfs of a size of its own where root may mount one, else a plain folder in
which no file of the proxy may grow beyond that size (RLIMIT_FSIZE: to the proxy, a full disk)."""
import contextlib
import ctypes
import os
import resource
import signal
import subprocess

MB = 1024 * 1024
CLONE_NEWNS, PR_SET_PDEATHSIG = 0x00020000, 1
LIBC = ctypes.CDLL(None, use_errno=True)


def own_mounts():
    """Mounts of this process and its children are seen by nobody else from here on. Says why if not."""
    if os.geteuid() != 0:
        return "not root"
    if LIBC.unshare(CLONE_NEWNS) != 0:
        return f"unshare: {os.strerror(ctypes.get_errno())}"
    made = subprocess.run(["mount", "--make-rprivate", "/"], capture_output=True, text=True, check=False)
    return made.stderr.strip()


class Place:
    def __init__(self, folder, size_mb, may_mount):
        self.folder, self.size, self.mounted = folder, size_mb * MB, False
        os.mkdir(folder)
        if may_mount:
            command = ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m,mode=700", "tmpfs", folder]
            self.mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0

    def store(self):
        return os.path.join(self.folder, "store.sqlite3")

    def used(self):
        """Bytes of the store, and of it with its companions."""
        sizes = {}
        for name in os.listdir(self.folder):
            with contextlib.suppress(FileNotFoundError):  # a companion that went just now
                sizes[name] = os.stat(os.path.join(self.folder, name)).st_size
        return sizes.get(os.path.basename(self.store()), 0), sum(sizes.values())

    def limit(self):
        """In the proxy's process, before it is the proxy: it does not outlive the soak."""
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if not self.mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.most_of_file(), resource.RLIM_INFINITY))

    def most_of_file(self):
        """The store and its log share a tmpfs; in a folder each has half."""
        return self.size if self.mounted else self.size // 2

    def text(self):
        size = f"{self.most_of_file() // MB} MB"
        return f"tmpfs of {size}" if self.mounted else f"folder, files of {size} at most"

    def filled(self, samples):
        most = max((sample.disk if self.mounted else max(sample.file, sample.disk - sample.file)
                    for sample in samples), default=0)
        return most > self.most_of_file() - MB

    def make_room(self):
        """For those who look into the store once its turn is over."""
        if self.mounted:
            size = self.size // MB + 64
            subprocess.run(["mount", "-o", f"remount,size={size}m", self.folder], check=False)

    def empty(self):
        if self.mounted:
            subprocess.run(["umount", self.folder], check=False)
