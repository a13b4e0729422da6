using Aex.Sessions.Files;

namespace Aex.Sessions.Audit;

/// <summary>Reads an audit file line by line; memory stays that of the longest line (at most 1 MiB), however long the file.</summary>
public sealed class AuditReader : IDisposable
{
    /// <summary>The longest line that is taken for one, bytes. The writer stays far below.</summary>
    public const int LongestLine = 1 << 20;

    private readonly int _descriptor;
    private readonly bool _owned;
    private byte[] _buffer = new byte[16 << 10];
    private int _start;
    private int _end;
    private long _readTo;
    private int _lineStart;
    private int _lineLength;

    private AuditReader(int descriptor, bool owned, string file)
    {
        _descriptor = descriptor;
        _owned = owned;
        File = file;
    }

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>The line that <see cref="Read"/> found, without its end; valid until the next read.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_lineStart, _lineLength);

    /// <summary>The line's number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The offset behind the line and its end, bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>True when the file goes on behind the last whole line: a line without its end, or one that is too long.</summary>
    public bool HasRest => _end > _start;

    /// <summary>Opens an audit file. Throws <see cref="SessionException"/> when it cannot be read.</summary>
    public static AuditReader Open(string file)
    {
        int descriptor = Posix.Open(file, Posix.ReadOnly | Posix.NonBlocking);
        if (descriptor >= 0 && (Posix.Status(descriptor, out FileStatus status) < 0 || status.Type != FileType.Regular))
        {
            Posix.Close(descriptor);
            throw new SessionException($"the audit file {file} cannot be read: it is no regular file");
        }

        return descriptor < 0
            ? throw new SessionException($"the audit file {file} cannot be read: {Posix.Describe(descriptor)}")
            : new AuditReader(descriptor, true, file);
    }

    internal static AuditReader Over(int descriptor, string file, long offset) =>
        new(descriptor, false, file) { _readTo = offset, Offset = offset };

    /// <summary>Goes to the next whole line. False at the end; called again later, it goes on where the file has grown.</summary>
    public bool Read()
    {
        int looked = _start;
        while (true)
        {
            int end = _buffer.AsSpan(looked, _end - looked).IndexOf((byte)'\n');
            if (end >= 0)
            {
                _lineStart = _start;
                _lineLength = looked + end - _start;
                _start = looked + end + 1;
                Offset += _lineLength + 1;
                Number++;
                return true;
            }

            looked = _end;
            if (_end == _buffer.Length)
            {
                int held = _end - _start;
                if (_start > 0)
                {
                    Buffer.BlockCopy(_buffer, _start, _buffer, 0, held);
                }
                else if (_buffer.Length >= LongestLine)
                {
                    return false;
                }
                else
                {
                    Array.Resize(ref _buffer, _buffer.Length * 2);
                }

                looked -= _start;
                _start = 0;
                _end = held;
            }

            int count = Posix.ReadAt(_descriptor, _buffer.AsSpan(_end), _readTo);
            if (count < 0)
            {
                throw new SessionException($"the audit file {File} cannot be read: {Posix.Describe(count)}");
            }

            if (count == 0)
            {
                return false;
            }

            _readTo += count;
            _end += count;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (_owned)
        {
            Posix.Close(_descriptor);
        }
    }
}
