using System.Runtime.InteropServices;

namespace Aex.Sessions.Files;

// The calls of libc themselves.
internal static unsafe partial class Posix
{
#pragma warning disable IDE1006, SYSLIB1054, CA2101 // named as libc names them; blittable, so nothing is generated or marshalled
    // openat is variadic in C; on 64-bit Linux a fourth argument is passed alike either way.
    [DllImport("libc", ExactSpelling = true)]
    private static extern int openat(int folder, byte* path, int flags, int mode);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint read(int descriptor, byte* into, nuint count);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint pread(int descriptor, byte* into, nuint count, long offset);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint write(int descriptor, byte* bytes, nuint count);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint pwrite(int descriptor, byte* bytes, nuint count, long offset);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int ftruncate(int descriptor, long length);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int statx(int folder, byte* path, int flags, uint mask, byte* buffer);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int flock(int descriptor, int operation);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int nanosleep(long* time, long* left);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int rename(byte* from, byte* to);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int renameat2(int fromFolder, byte* from, int toFolder, byte* to, uint flags);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int link(byte* existing, byte* added);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int linkat(int folder, byte* existing, int toFolder, byte* added, int flags);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int unlinkat(int folder, byte* path, int flags);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int mkdirat(int folder, byte* path, uint mode);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int fchmod(int descriptor, uint mode);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int unlink(byte* path);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int mkdir(byte* path, uint mode);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint readlink(byte* path, byte* buffer, nuint size);

    [DllImport("libc", ExactSpelling = true)]
    private static extern byte* realpath(byte* path, byte* resolved);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int access(byte* path, int mode);

    [DllImport("libc", ExactSpelling = true)]
    private static extern uint geteuid();

    [DllImport("libc", ExactSpelling = true)]
    private static extern int getpid();

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint signal(int number, nint handler);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int statfs(byte* path, long* buffer);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int ioctl(int descriptor, nuint request, long* argument);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint fdopendir(int descriptor);

    [DllImport("libc", ExactSpelling = true)]
    private static extern byte* readdir(nint stream);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int closedir(nint stream);
#pragma warning restore IDE1006, SYSLIB1054, CA2101
}
