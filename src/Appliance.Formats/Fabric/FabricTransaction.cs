using System.Text;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Fabric;

/// <summary>
/// One envelope of a block. What does not parse is a finding on this transaction (<see cref="Fault"/>), not a failure of the
/// ledger: an ordered block may carry anything. Fields that were read before the fault are set. Slices of the document.
/// </summary>
public sealed class FabricTransaction
{
    internal FabricTransaction(int index, ReadOnlyMemory<byte> envelope, long offset)
    {
        Index = index;
        Envelope = envelope;
        Offset = offset;
    }

    /// <summary>
    /// Reads one envelope by itself. Never throws for what the bytes hold: see <see cref="Fault"/>.
    /// </summary>
    /// <param name="envelope">The envelope; its memory must outlive the transaction.</param>
    /// <param name="index">Position to report.</param>
    /// <param name="offset">Where the envelope begins in its document.</param>
    /// <param name="limits">Bounds.</param>
    public static FabricTransaction Decode(ReadOnlyMemory<byte> envelope, int index, long offset, DecodeLimits limits) =>
        FabricTransactionDecoder.Decode(index, envelope, offset, new FabricDecodeContext(FabricFormat.LedgerName, limits));

    /// <summary>Position in the block.</summary>
    public int Index { get; }

    /// <summary>Where the envelope begins in the document.</summary>
    public long Offset { get; }

    /// <summary>The envelope's bytes, as they enter the data hash.</summary>
    public ReadOnlyMemory<byte> Envelope { get; }

    /// <summary>
    /// The envelope marshalled anew from what it means (payload, signature, unknown fields); the same memory as
    /// <see cref="Envelope"/> where that is canonical already. Empty when the envelope does not parse at all.
    /// </summary>
    public ReadOnlyMemory<byte> CanonicalEnvelope { get; internal set; }

    /// <summary>What the creator signed.</summary>
    public ReadOnlyMemory<byte> Payload { get; internal set; }

    /// <summary>The creator's signature.</summary>
    public ReadOnlyMemory<byte> Signature { get; internal set; }

    /// <summary>Where the structure broke, or null.</summary>
    public DecodeException? Fault { get; internal set; }

    /// <summary>What the envelope carries.</summary>
    public FabricHeaderType Type { get; internal set; }

    /// <summary>Name of the channel.</summary>
    public string ChannelId { get; internal set; } = "";

    /// <summary>The transaction id as claimed; empty on configurations.</summary>
    public string Id => Encoding.UTF8.GetString(IdUtf8.Span);

    /// <summary>The transaction id as claimed, in UTF-8.</summary>
    public ReadOnlyMemory<byte> IdUtf8 { get; internal set; }

    /// <summary>The epoch, which must be 0.</summary>
    public ulong Epoch { get; internal set; }

    /// <summary>The creator's clock, or null where it is absent or beyond what a date can hold.</summary>
    public DateTimeOffset? Timestamp { get; internal set; }

    /// <summary>The channel header's bytes, as they enter the proposal hash.</summary>
    public ReadOnlyMemory<byte> ChannelHeader { get; internal set; }

    internal ReadOnlyMemory<byte> Extension { get; set; }

    internal long ExtensionOffset { get; set; }

    /// <summary>The creator's <c>msp.SerializedIdentity</c>.</summary>
    public ReadOnlyMemory<byte> Creator { get; internal set; }

    /// <summary>MSP name of the creator; empty where its identity is malformed.</summary>
    public string CreatorMspId { get; internal set; } = "";

    /// <summary>The nonce that enters the transaction id.</summary>
    public ReadOnlyMemory<byte> Nonce { get; internal set; }

    /// <summary>The payload's data: a transaction or a configuration, by <see cref="Type"/>.</summary>
    public ReadOnlyMemory<byte> Data { get; internal set; }

    /// <summary>Where <see cref="Data"/> begins in the document.</summary>
    public long DataOffset { get; internal set; }

    /// <summary>Number of actions of an endorser transaction; it must be 1.</summary>
    public int ActionCount { get; internal set; }

    /// <summary>The action of an endorser transaction, or null.</summary>
    public FabricAction? Action { get; internal set; }
}
