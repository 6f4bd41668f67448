using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;

namespace Appliance.Verification.Fabric;

/// <summary>Ledger files and single blocks of Hyperledger Fabric; ledgers are streamed.</summary>
internal sealed class FabricDocuments : IDocumentFormat
{
    /// <summary>Name of Fabric's acceptance rule.</summary>
    public const string Profile = "fabric";

    private readonly Dictionary<string, FabricSignaturePolicy> _operatorPolicies;

    /// <exception cref="FormatException">A chaincode policy in the options cannot be read.</exception>
    public FabricDocuments(VerificationOptions options) =>
        _operatorPolicies = options.ChaincodePolicies.ToDictionary(
            pair => pair.Key, pair => FabricPolicyText.Parse(pair.Value), StringComparer.Ordinal);

    /// <inheritdoc/>
    // A prefix that is not the whole document may go on: the recogniser is told that the length is unknown.
    public string? Recognise(ReadOnlySpan<byte> prefix, bool isWhole) =>
        FabricFormat.Recognise(prefix, isWhole ? prefix.Length : long.MaxValue) switch
        {
            FabricFormatKind.Ledger => FabricFormat.LedgerName,
            FabricFormatKind.Block => FabricFormat.BlockName,
            _ => null,
        };

    /// <inheritdoc/>
    public bool TakesDetached(string format) => false;

    /// <inheritdoc/>
    public bool TakesRoot(string format) => false;

    /// <inheritdoc/>
    public async Task<DocumentJudgement> JudgeAsync(Stream document, string format, DocumentContext context, CancellationToken cancellation)
    {
        var tally = new LedgerTally();
        var session = new FabricLedgerVerifier(
            context.Verifier, context.Options, _operatorPolicies, context.Anchors, context.Chains, context.Sink, tally);
        DecodeException? fault = null;
        try
        {
            if (format == FabricFormat.LedgerName)
                await ReadLedgerAsync(document, session, context.Options.Limits, cancellation).ConfigureAwait(false);
            else
                await ReadBlockAsync(document, session, context.Options.Limits, cancellation).ConfigureAwait(false);
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

        return Judgement(session, tally, fault);
    }

    private static DocumentJudgement Judgement(FabricLedgerVerifier session, LedgerTally tally, DecodeException? fault) => new()
    {
        Anchor = session.Ledger?.Anchor ?? AnchorReport.None,
        Verdict = tally.Verdict,
        Reasons = tally.Reasons,
        ChecksMade = tally.ChecksMade,
        Profile = Profile,
        Fault = fault,
        Chain = session.Ledger?.Chain.Name,
        FirstBlock = tally.FirstBlock,
        LastBlock = tally.LastBlock,
        Transactions = tally.Transactions,
        GenuineTransactions = tally.GenuineTransactions,
    };

    private static async Task ReadLedgerAsync(Stream stream, FabricLedgerVerifier session, DecodeLimits limits, CancellationToken cancellation)
    {
        var reader = new FabricLedgerReader(stream, limits);
        long blocks = 0;
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } block)
        {
            await session.AddAsync(block, FabricFormat.LedgerName, cancellation).ConfigureAwait(false);
            blocks++;
        }

        if (blocks == 0)
            throw new DecodeException(FabricFormat.LedgerName, 0, DecodeFault.Empty, "the ledger holds no block");
    }

    private static async Task ReadBlockAsync(Stream stream, FabricLedgerVerifier session, DecodeLimits limits, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> block = await WholeDocument.ReadAsync(
            stream, limits.MaxDocumentBytes, FabricFormat.BlockName, cancellation).ConfigureAwait(false);
        await session.AddAsync(FabricBlock.DecodeBlock(block, limits), FabricFormat.BlockName, cancellation).ConfigureAwait(false);
    }
}
