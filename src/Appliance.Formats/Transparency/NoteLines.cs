using Appliance.Formats.Decoding;

namespace Appliance.Formats.Transparency;

/// <summary>Non-empty lines one after the other, each ended by a line feed.</summary>
internal ref struct NoteLines(ReadOnlySpan<byte> text, long offset, string format)
{
    private readonly long _start = offset;
    private readonly int _length = text.Length;
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>Whether no line is left.</summary>
    public readonly bool IsEmpty => _rest.IsEmpty;

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Offset in the document of the next line.</summary>
    public readonly long Offset => _start + _length - _rest.Length;

    /// <summary>Offset in the document of the line that was read last.</summary>
    public long LineOffset { get; private set; } = offset;

    /// <summary>Reads a line.</summary>
    /// <exception cref="DecodeException">No line is left, it is empty, or no line feed ends it.</exception>
    public ReadOnlySpan<byte> Next(string what)
    {
        LineOffset = Offset;
        int end = _rest.IndexOf((byte)'\n');
        if (end < 0)
            throw new DecodeException(format, LineOffset + _rest.Length, DecodeFault.Truncated, $"the line of {what} is missing or does not end");
        if (end == 0)
            throw new DecodeException(format, LineOffset, DecodeFault.Malformed, $"an empty line stands where {what} belongs");
        ReadOnlySpan<byte> line = _rest[..end];
        _rest = _rest[(end + 1)..];
        return line;
    }

    /// <summary>Passes over an empty line if there is one next.</summary>
    public bool SkipEmpty()
    {
        if (_rest.IsEmpty || _rest[0] != (byte)'\n')
            return false;
        _rest = _rest[1..];
        return true;
    }
}
