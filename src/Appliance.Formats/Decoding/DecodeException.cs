namespace Appliance.Formats.Decoding;

/// <summary>
/// Bytes that are not what their format says. Thrown by decoders for one document (or one block of a ledger); it names the
/// format, the offset of the first offending byte and a reason from a closed list. It is an answer about the input, never a
/// fault of the appliance.
/// </summary>
public sealed class DecodeException(string format, long offset, DecodeFault fault, string detail)
    : Exception($"{format}: {detail} at offset {offset} ({fault})")
{
    /// <summary>Name of the format being read, for example <c>fabric-ledger</c>.</summary>
    public string Format { get; } = format;

    /// <summary>Offset in bytes from the start of the document.</summary>
    public long Offset { get; } = offset;

    /// <summary>Why, from the closed list that also labels the metric <c>appliance_decode_errors_total</c>.</summary>
    public DecodeFault Fault { get; } = fault;

    /// <summary>What was found, in words, without format and offset.</summary>
    public string Detail { get; } = detail;
}
