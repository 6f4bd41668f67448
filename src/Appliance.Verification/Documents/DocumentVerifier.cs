using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;
using Appliance.Verification.Chains;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Fabric;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Documents;

/// <summary>
/// Recognises a document by its content and judges it. Safe for concurrent use; each call reads its document once, forward, and
/// keeps a bounded number of blocks in memory.
/// </summary>
public sealed class DocumentVerifier
{
    /// <summary>Name of the format in reports where no format claims the bytes.</summary>
    public const string Unrecognised = "unrecognised";

    private const int RecogniseBytes = 4096;
    private const int DrainBytes = 1 << 16;

    private readonly IVerifier _verifier;
    private readonly VerificationOptions _options;
    private readonly Dictionary<string, FabricSignaturePolicy> _operatorPolicies;

    /// <param name="verifier">Computes plans.</param>
    /// <param name="options">What is allowed, and bounds.</param>
    /// <exception cref="FormatException">A chaincode policy in the options cannot be read.</exception>
    public DocumentVerifier(IVerifier verifier, VerificationOptions options)
    {
        _verifier = verifier;
        _options = options;
        _operatorPolicies = options.ChaincodePolicies.ToDictionary(
            pair => pair.Key, pair => FabricPolicyText.Parse(pair.Value), StringComparer.Ordinal);
    }

    /// <summary>
    /// Judges one document. What the document holds never throws: malformed bytes are a verdict with
    /// <see cref="DocumentReport.DecodeError"/>.
    /// </summary>
    /// <param name="document">Read from its current position to its end.</param>
    /// <param name="name">Name for the report.</param>
    /// <param name="anchors">What is pinned.</param>
    /// <param name="chains">What is indexed, or null.</param>
    /// <param name="sink">Receives blocks as they are judged, or null.</param>
    /// <param name="bytesRead">Told of progress in bytes, or null.</param>
    /// <param name="cancellation">Abandons the document.</param>
    /// <exception cref="IOException">The document could not be read.</exception>
    public async Task<DocumentReport> VerifyAsync(
        Stream document,
        string name,
        TrustAnchors anchors,
        IChainState? chains,
        IBlockSink? sink,
        IProgress<long>? bytesRead,
        CancellationToken cancellation)
    {
        await using var hashed = new HashingStream(document, bytesRead);
        byte[] prefix = new byte[RecogniseBytes];
        int prefixLength = await hashed.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        Array.Resize(ref prefix, prefixLength);

        // A prefix that fills the buffer may go on: the recogniser is told that the length is unknown.
        long total = prefixLength < RecogniseBytes ? prefixLength : long.MaxValue;
        await using var whole = new PrefixedStream(prefix, hashed);
        FabricFormatKind kind = prefixLength == 0 ? FabricFormatKind.None : FabricFormat.Recognise(prefix, total);
        var tally = new LedgerTally();
        var session = new FabricLedgerVerifier(_verifier, _options, _operatorPolicies, anchors, chains, sink, tally);
        string format = kind switch
        {
            FabricFormatKind.Ledger => FabricFormat.LedgerName,
            FabricFormatKind.Block => FabricFormat.BlockName,
            _ => Unrecognised,
        };
        DecodeException? fault = null;
        try
        {
            switch (kind)
            {
                case FabricFormatKind.Ledger:
                    await ReadLedgerAsync(whole, session, cancellation).ConfigureAwait(false);
                    break;
                case FabricFormatKind.Block:
                    await ReadBlockAsync(whole, session, cancellation).ConfigureAwait(false);
                    break;
                default:
                    fault = prefixLength == 0
                        ? new DecodeException(Unrecognised, 0, DecodeFault.Empty, "the document is empty")
                        : new DecodeException(Unrecognised, 0, DecodeFault.Unrecognised, "no known format begins like this");
                    break;
            }
        }
        catch (DecodeException exception)
        {
            fault = exception;
        }

        try
        {
            await session.FinishAsync(cancellation).ConfigureAwait(false);
        }
        catch (DecodeException exception)
        {
            fault ??= exception;
        }

        await DrainAsync(hashed, cancellation).ConfigureAwait(false);
        return Report(name, format, session, tally, fault, hashed);
    }

    private static DocumentReport Report(
        string name, string format, FabricLedgerVerifier session, LedgerTally tally, DecodeException? fault, HashingStream hashed)
    {
        if (fault is not null)
            tally.AddReason(fault.Message);
        return new DocumentReport
        {
            File = name,
            Format = format,
            Anchor = session.Ledger?.Anchor ?? AnchorReport.None,
            Verdict = fault is not null ? Verdict.Malformed : tally.Verdict,
            Reasons = tally.Reasons,
            ChecksMade = tally.ChecksMade,
            Sha256 = hashed.Digest(),
            Length = hashed.Position,
            Chain = session.Ledger?.Chain.Name,
            FirstBlock = tally.FirstBlock,
            LastBlock = tally.LastBlock,
            Transactions = tally.Transactions,
            GenuineTransactions = tally.GenuineTransactions,
            DecodeFault = fault?.Fault,
            DecodeError = fault?.Message,
        };
    }

    private async Task ReadLedgerAsync(Stream stream, FabricLedgerVerifier session, CancellationToken cancellation)
    {
        var reader = new FabricLedgerReader(stream, _options.Limits);
        long blocks = 0;
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } block)
        {
            await session.AddAsync(block, FabricFormat.LedgerName, cancellation).ConfigureAwait(false);
            blocks++;
        }

        if (blocks == 0)
            throw new DecodeException(FabricFormat.LedgerName, 0, DecodeFault.Empty, "the ledger holds no block");
    }

    private async Task ReadBlockAsync(Stream stream, FabricLedgerVerifier session, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        byte[] chunk = new byte[DrainBytes];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellation).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > _options.Limits.MaxDocumentBytes)
            {
                throw new DecodeException(
                    FabricFormat.BlockName,
                    buffer.Length,
                    DecodeFault.LimitExceeded,
                    $"the block is larger than the limit of {_options.Limits.MaxDocumentBytes} bytes");
            }

            buffer.Write(chunk, 0, read);
        }

        await session.AddAsync(FabricBlock.DecodeBlock(buffer.ToArray(), _options.Limits), FabricFormat.BlockName, cancellation).ConfigureAwait(false);
    }

    // The receipt names the digest of the whole document, wherever decoding stopped.
    private static async Task DrainAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] buffer = new byte[DrainBytes];
        while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) > 0)
        {
        }
    }
}
