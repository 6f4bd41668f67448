namespace Appliance.Formats.Decoding;

/// <summary>Why a decoder refused its input.</summary>
public enum DecodeFault
{
    /// <summary>No format claims these bytes.</summary>
    Unrecognised,

    /// <summary>The document holds no bytes.</summary>
    Empty,

    /// <summary>The input ends inside an element.</summary>
    Truncated,

    /// <summary>A length or count exceeds a configured limit or the bytes that are left.</summary>
    LimitExceeded,

    /// <summary>A tag, type or value that the format does not allow here.</summary>
    Malformed,

    /// <summary>Valid but not the one canonical encoding that the standard demands.</summary>
    NotCanonical,

    /// <summary>Bytes after the end of the document.</summary>
    TrailingBytes,
}
