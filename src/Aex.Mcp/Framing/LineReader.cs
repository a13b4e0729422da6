using System.Diagnostics;

namespace Aex.Mcp.Framing;

/// <summary>Takes newline-delimited messages from a pipe, as raw bytes. Memory is that of the line at hand, and small again after a long one.</summary>
/// <param name="descriptor">The pipe.</param>
/// <param name="longest">The longest line that is taken, bytes without its end.</param>
/// <param name="staysAwake">Whether the next of messages that follow each other at once is waited for awake: <see cref="Pipes.WaitAwake"/>.</param>
internal sealed class LineReader(int descriptor, int longest, bool staysAwake = false)
{
    private const int Usual = 64 << 10;
    private const int Kept = 2 << 20;
    private const int AwakeMicroseconds = 250;

    // With the time that waking up takes.
    private const int AtOnceMicroseconds = 500;

    private byte[] _buffer = new byte[Usual];
    private int _start;
    private int _end;
    private int _lineLength;
    private bool _cameAtOnce;

    /// <summary>The line with its end; valid until the next read. Of one that is too long only the beginning.</summary>
    public ReadOnlyMemory<byte> Line => _buffer.AsMemory(_start - _lineLength, _lineLength);

    /// <summary>True when the line was longer than allowed; the rest of it was thrown away.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Goes to the next line; false at the end. What stands behind the last line's end is no message.</summary>
    public bool Read()
    {
        IsTooLong = false;
        if (_start == _end)
        {
            _start = _end = 0;
            // To grow again for each long message would cost more than passing it on; only the room of a very long one is given back.
            _buffer = _buffer.Length > Kept ? new byte[Usual] : _buffer;
        }

        int looked = _start;
        while (true)
        {
            int at = _buffer.AsSpan(looked, _end - looked).IndexOf((byte)'\n');
            if (at >= 0)
            {
                _lineLength = looked + at + 1 - _start;
                _start += _lineLength;
                IsTooLong = _lineLength > longest + 1;
                return true;
            }

            looked = _end;
            if (_end - _start > longest)
            {
                return Skip();
            }

            if (_end == _buffer.Length)
            {
                Pipes.Widen(descriptor);
                int held = _end - _start;
                byte[] into = _start > _buffer.Length / 2 ? _buffer : GC.AllocateUninitializedArray<byte>((int)Math.Min(_buffer.Length * 2L, longest + 2L));
                Buffer.BlockCopy(_buffer, _start, into, 0, held);
                (_buffer, _start, _end, looked) = (into, 0, held, held);
            }

            int count = Take(_buffer.AsSpan(_end));
            if (count == 0)
            {
                return false;
            }

            _end += count;
        }
    }

    // Only who has just seen a message come at once waits awake for the next: a client that thinks between its calls costs no processor's time.
    private int Take(Span<byte> into)
    {
        if (!staysAwake)
        {
            return Pipes.Read(descriptor, into);
        }

        long began = Stopwatch.GetTimestamp();
        if (_cameAtOnce)
        {
            Pipes.WaitAwake(descriptor, AwakeMicroseconds);
        }

        int count = Pipes.Read(descriptor, into);
        _cameAtOnce = Stopwatch.GetElapsedTime(began).TotalMicroseconds < AtOnceMicroseconds;
        return count;
    }

    // The beginning stays, so that the answer can name the message; the rest passes by.
    private bool Skip()
    {
        IsTooLong = true;
        byte[] kept = _buffer.AsSpan(_start, Math.Min(_end - _start, 4096)).ToArray();
        var next = new byte[Usual];
        while (true)
        {
            int count = Pipes.Read(descriptor, next);
            if (count == 0)
            {
                return false;
            }

            int at = next.AsSpan(0, count).IndexOf((byte)'\n');
            if (at >= 0)
            {
                int rest = count - at - 1;
                _buffer = new byte[kept.Length + Usual];
                kept.CopyTo(_buffer, 0);
                next.AsSpan(at + 1, rest).CopyTo(_buffer.AsSpan(kept.Length));
                (_start, _end, _lineLength) = (kept.Length, kept.Length + rest, kept.Length);
                return true;
            }
        }
    }
}
