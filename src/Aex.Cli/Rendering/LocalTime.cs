using System.Globalization;
using System.Runtime.InteropServices;

namespace Aex.Cli.Rendering;

/// <summary>
/// Recorded times, which are UTC, as the clock on the reader's wall showed them. The C library is asked, because the time zones of .NET are left out of
/// the binary (InvariantTimezone).
/// </summary>
internal static partial class LocalTime
{
    /// <summary>The local time of an RFC 3339 text; null if it is none.</summary>
    public static DateTimeOffset? Of(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Of(time) : null;

    /// <summary>The local time of a moment.</summary>
    public static DateTimeOffset Of(DateTimeOffset time) => time.ToOffset(OffsetAt(time.ToUnixTimeSeconds()));

    private static unsafe TimeSpan OffsetAt(long seconds)
    {
        // struct tm of 64-bit Linux: nine int, padding, then tm_gmtoff, a long, at 40; 56 bytes.
        var parts = stackalloc byte[64];
        var offset = LocalTimeOf(&seconds, parts) is null ? 0 : *(long*)(parts + 40);
        return TimeSpan.FromMinutes(Math.Clamp(offset / 60, -14 * 60, 14 * 60));
    }

    [LibraryImport("libc", EntryPoint = "localtime_r")]
    private static unsafe partial byte* LocalTimeOf(long* seconds, byte* parts);
}
