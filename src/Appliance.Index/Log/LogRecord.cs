namespace Appliance.Index.Log;

/// <summary>A record of the log: one entry, or the parts of a long one joined.</summary>
/// <param name="Address">Log address of its first entry.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Chain">Chain number.</param>
/// <param name="Height">Height, or number of an opaque entry.</param>
/// <param name="Body">The content.</param>
/// <param name="End">The position after it.</param>
internal sealed record LogRecord(long Address, EntryKind Kind, uint Chain, long Height, ReadOnlyMemory<byte> Body, LogPosition End);
