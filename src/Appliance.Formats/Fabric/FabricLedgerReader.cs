using Appliance.Formats.Decoding;

namespace Appliance.Formats.Fabric;

/// <summary>
/// Reads a ledger file (<c>blockfile_NNNNNN</c>) block by block from a stream: repeat { varint length, block }, ending at a
/// length of 0 (followed by nothing but zeros) or at the end of the stream. A claimed length is bounded by the limits before it
/// is believed, and memory grows with the bytes that really arrive. Every block has a buffer of its own, so blocks outlive the
/// reader. Not safe for concurrent use.
/// </summary>
public sealed class FabricLedgerReader
{
    private const string Format = FabricFormat.LedgerName;

    // Also the first allocation for a record whose length is only a claim so far.
    private const int WindowSize = 64 * 1024;

    private readonly Stream _stream;
    private readonly DecodeLimits _limits;
    private readonly byte[] _window = new byte[WindowSize];
    private int _head;
    private int _tail;
    private State _state = State.Length;
    private ulong _length;
    private int _lengthOctets;
    private long _lengthOffset;
    private byte[] _record = [];
    private int _filled;
    private long _blocks;

    /// <summary>Reads from the stream's current position, which counts as offset 0.</summary>
    public FabricLedgerReader(Stream stream, DecodeLimits? limits = null)
    {
        _stream = stream;
        _limits = limits ?? DecodeLimits.Default;
    }

    private enum State
    {
        Length,
        Record,
        Padding,
        End,
    }

    /// <summary>Offset of the next byte that was not consumed yet.</summary>
    public long Offset { get; private set; }

    /// <summary>The next block, or null at the end of the ledger.</summary>
    /// <exception cref="DecodeException">The ledger is malformed, truncated or holds no block.</exception>
    public FabricBlock? Read()
    {
        FabricBlock? block;
        while (!TryAdvance(out block))
            Supply(_stream.Read(Target().Span));
        return block;
    }

    /// <summary>The next block, or null at the end of the ledger.</summary>
    /// <exception cref="DecodeException">The ledger is malformed, truncated or holds no block.</exception>
    public async ValueTask<FabricBlock?> ReadAsync(CancellationToken cancellation)
    {
        FabricBlock? block;
        while (!TryAdvance(out block))
            Supply(await _stream.ReadAsync(Target(), cancellation).ConfigureAwait(false));
        return block;
    }

    /// <summary>Consumes what is buffered. True when a block or the end is reached, false when more bytes are needed.</summary>
    private bool TryAdvance(out FabricBlock? block)
    {
        block = null;
        while (true)
        {
            switch (_state)
            {
                case State.Length when !TryLength():
                case State.Record when !TryRecord():
                case State.Padding when !TryPadding():
                    return false;
                case State.Record:
                    byte[] record = _record;
                    long offset = Offset - record.Length;
                    BeginLength();
                    block = FabricBlock.DecodeLedgerRecord(record, offset, _limits);
                    return true;
                case State.End:
                    return true;
            }
        }
    }

    private bool TryLength()
    {
        while (_head < _tail)
        {
            byte next = _window[_head++];
            if (_lengthOctets++ == 0)
                _lengthOffset = Offset;
            Offset++;
            // 5 octets hold any length that an int can; more would only be leading zeros or beyond every limit.
            if (_lengthOctets > 5)
                throw Fault(_lengthOffset, DecodeFault.LimitExceeded, $"a block's length has more than 5 octets, the limit is {_limits.MaxDocumentBytes} bytes");
            _length |= (ulong)(next & 0x7F) << (7 * (_lengthOctets - 1));
            if (next >= 0x80)
                continue;
            if (next == 0 && _lengthOctets > 1)
                throw Fault(_lengthOffset, DecodeFault.NotCanonical, "a block's length is not in its shortest form");
            BeginRecord();
            return true;
        }

        return false;
    }

    private void BeginLength()
    {
        _state = State.Length;
        _length = 0;
        _lengthOctets = 0;
        _record = [];
    }

    private void BeginRecord()
    {
        if (_length == 0)
        {
            _state = State.Padding;
            return;
        }

        if (_length > (ulong)_limits.MaxDocumentBytes)
            throw Fault(_lengthOffset, DecodeFault.LimitExceeded, $"a block claims {_length} bytes, the limit is {_limits.MaxDocumentBytes}");
        _blocks++;
        _filled = 0;
        _record = new byte[Math.Min((int)_length, WindowSize)];
        _state = State.Record;
    }

    private bool TryRecord()
    {
        int length = (int)_length;
        while (_filled < length && _head < _tail)
        {
            Grow(length);
            int count = Math.Min(_tail - _head, _record.Length - _filled);
            _window.AsSpan(_head, count).CopyTo(_record.AsSpan(_filled));
            _head += count;
            Take(count);
        }

        return _filled == length;
    }

    // Doubling what has really arrived: a claim of the full limit on a few bytes costs one window, not the claim.
    private void Grow(int length)
    {
        if (_filled == _record.Length && _filled < length)
            Array.Resize(ref _record, (int)Math.Min(length, 2L * _record.Length));
    }

    private void Take(int count)
    {
        _filled += count;
        Offset += count;
    }

    private bool TryPadding()
    {
        int used = _window.AsSpan(_head, _tail - _head).IndexOfAnyExcept((byte)0);
        if (used >= 0)
            throw Fault(Offset + used, DecodeFault.TrailingBytes, "bytes follow the end of the ledger");
        Offset += _tail - _head;
        _head = _tail;
        return false;
    }

    private Memory<byte> Target()
    {
        if (_state == State.Record && (int)_length - _filled >= WindowSize)
        {
            Grow((int)_length);
            return _record.AsMemory(_filled);
        }

        _head = 0;
        _tail = 0;
        return _window;
    }

    private void Supply(int count)
    {
        if (count == 0)
            EndOfStream();
        else if (_state == State.Record && (int)_length - _filled >= WindowSize)
            Take(count);
        else
            _tail = count;
    }

    private void EndOfStream()
    {
        if (_state == State.Record)
            throw Fault(Offset, DecodeFault.Truncated, $"the file ends after {_filled} of a block's {_length} bytes");
        if (_state == State.Length && _lengthOctets > 0)
            throw Fault(Offset, DecodeFault.Truncated, "the file ends inside a block's length");
        if (_blocks == 0)
            throw Fault(0, DecodeFault.Empty, "the ledger holds no block");
        _state = State.End;
    }

    private static DecodeException Fault(long offset, DecodeFault fault, string detail) => new(Format, offset, fault, detail);
}
