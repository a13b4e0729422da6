using System.Globalization;
using System.Text;
using Aex.Sessions.Files;

namespace Aex.Contracts.Running;

/// <summary>Bits of sentences about programs.</summary>
internal static class Sentence
{
    private const int LongestTail = 400;

    /// <summary>What an error number of starting a program means.</summary>
    public static string OfError(int error) => error == Posix.NoEntry ? "there is no such program" : Posix.Describe(error);

    /// <summary>A time that people say: <c>10 minutes</c>, <c>30 seconds</c>.</summary>
    public static string Of(TimeSpan time) => time.TotalSeconds >= 120 && time.Seconds == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes} minutes")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} seconds");

    /// <summary>The end of what a program complained of, for the end of a sentence; empty if it said nothing.</summary>
    public static string Tail(byte[] errors)
    {
        var text = Encoding.UTF8.GetString(errors).Trim();
        return text.Length == 0 ? "" : ": " + (text.Length > LongestTail ? "…" + text[^LongestTail..] : text).ReplaceLineEndings(" | ");
    }

    /// <summary>Bytes as text; null if they are no UTF-8.</summary>
    public static string? Text(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
