namespace Aex.Contracts.Tools.Foreign;

/// <summary>
/// A server's output, whose lines are messages: a line that is longer than <paramref name="most"/> bytes ends it. Whoever reads it holds a line in memory
/// until its end, so that end must come.
/// </summary>
internal sealed class LimitedLines(Stream inner, int most) : Stream
{
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Whether a line was too long.</summary>
    public bool IsBroken { get; private set; }

    public override int Read(byte[] buffer, int offset, int count) => Counted(buffer.AsSpan(offset, IsBroken ? 0 : inner.Read(buffer, offset, count)));

    public override int Read(Span<byte> buffer) => IsBroken ? 0 : Counted(buffer[..inner.Read(buffer)]);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = IsBroken ? 0 : await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Counted(buffer.Span[..count]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Counted(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.LastIndexOf((byte)'\n');
        _length = end < 0 ? _length + bytes.Length : bytes.Length - end - 1;
        IsBroken = _length > most;
        return IsBroken ? 0 : bytes.Length;
    }
}
