using Appliance.Formats.Decoding;
using Appliance.Verification.Chains;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Documents;

/// <summary>
/// Recognises a document by its content and judges it. Safe for concurrent use; each call reads its document once, forward. Ledgers are
/// judged with a bounded number of blocks in memory, other documents are read whole under a limit.
/// </summary>
public sealed class DocumentVerifier
{
    /// <summary>Name of the format in reports where no format claims the bytes.</summary>
    public const string Unrecognised = "unrecognised";

    private const int DrainBytes = 1 << 16;

    private readonly IVerifier _verifier;
    private readonly VerificationOptions _options;
    private readonly IReadOnlyList<IDocumentFormat> _formats;

    /// <param name="verifier">Computes plans.</param>
    /// <param name="options">What is allowed, and bounds.</param>
    /// <exception cref="FormatException">A chaincode policy in the options cannot be read.</exception>
    public DocumentVerifier(IVerifier verifier, VerificationOptions options)
        : this(verifier, options, DocumentFormats.Create(options))
    {
    }

    private DocumentVerifier(IVerifier verifier, VerificationOptions options, IReadOnlyList<IDocumentFormat> formats)
    {
        _verifier = verifier;
        _options = options;
        _formats = formats;
    }

    /// <summary>The same, computing with another verifier; what the formats remember stays shared.</summary>
    public DocumentVerifier With(IVerifier verifier) => new(verifier, _options, _formats);

    /// <summary>
    /// Judges one document. What the document holds never throws: malformed bytes are a verdict with
    /// <see cref="DocumentReport.DecodeError"/>.
    /// </summary>
    /// <param name="document">Read from its current position to its end.</param>
    /// <param name="name">Name for the report.</param>
    /// <param name="anchors">What is pinned.</param>
    /// <param name="companions">What the caller brings along.</param>
    /// <param name="chains">What is indexed, or null.</param>
    /// <param name="sink">Receives blocks as they are judged, or null.</param>
    /// <param name="bytesRead">Told of progress in bytes, or null.</param>
    /// <param name="cancellation">Abandons the document.</param>
    /// <exception cref="IOException">The document could not be read.</exception>
    public async Task<DocumentReport> VerifyAsync(
        Stream document,
        string name,
        TrustAnchors anchors,
        Companions companions,
        IChainState? chains,
        IBlockSink? sink,
        IProgress<long>? bytesRead,
        CancellationToken cancellation)
    {
        await using var hashed = new HashingStream(document, bytesRead);
        byte[] prefix = new byte[DocumentFormats.PrefixBytes];
        int prefixLength = await hashed.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        bool isWhole = prefixLength < prefix.Length;
        Array.Resize(ref prefix, prefixLength);

        (IDocumentFormat? claimant, string format) = Recognise(prefix, isWhole);
        var context = new DocumentContext
        {
            Verifier = _verifier,
            Options = _options,
            Anchors = anchors,
            Companions = companions,
            Chains = chains,
            Sink = sink,
        };
        DocumentJudgement judgement;
        await using var whole = new PrefixedStream(prefix, hashed);
        try
        {
            judgement = claimant is null
                ? DocumentJudgement.Refuse(Unclaimed(prefix))
                : WithoutStrays(
                    await claimant.JudgeAsync(whole, format, context, cancellation).ConfigureAwait(false), claimant, format, companions);
        }
        catch (DecodeException exception)
        {
            judgement = DocumentJudgement.Refuse(exception);
        }

        await DrainAsync(hashed, cancellation).ConfigureAwait(false);
        return Report(name, format, judgement, hashed);
    }

    // Whoever brings a file along asks about it; a verdict on the document alone would be taken for the answer.
    private static DocumentJudgement WithoutStrays(DocumentJudgement judgement, IDocumentFormat claimant, string format, Companions companions)
    {
        string? stray = companions.Detached is not null && !claimant.TakesDetached(format) ? "the data that were brought along have no part in this kind of document"
            : companions.Root is not null && !claimant.TakesRoot(format) ? "the root that was brought along has no part in this kind of document"
            : null;
        return stray is null
            ? judgement
            : judgement with { Verdict = VerdictCatalogue.Worse(judgement.Verdict, Verdict.PartsNotVerified), Reasons = [.. judgement.Reasons, stray] };
    }

    private static DocumentReport Report(string name, string format, DocumentJudgement judgement, HashingStream hashed) => new()
    {
        File = name,
        Format = judgement.Format ?? format,
        Anchor = judgement.Anchor,
        Verdict = judgement.Fault is null ? judgement.Verdict : Verdict.Malformed,
        Reasons = judgement.Fault is { } fault ? [.. judgement.Reasons, fault.Message] : judgement.Reasons,
        ChecksMade = judgement.ChecksMade,
        Profile = judgement.Profile,
        Checks = judgement.Checks,
        Facts = judgement.Facts,
        Sha256 = hashed.Digest(),
        Length = hashed.Position,
        Chain = judgement.Chain,
        FirstBlock = judgement.FirstBlock,
        LastBlock = judgement.LastBlock,
        Transactions = judgement.Transactions,
        GenuineTransactions = judgement.GenuineTransactions,
        DecodeFault = judgement.Fault?.Fault,
        DecodeError = judgement.Fault?.Message,
    };

    private (IDocumentFormat? Claimant, string Format) Recognise(ReadOnlySpan<byte> prefix, bool isWhole)
    {
        if (!prefix.IsEmpty)
        {
            foreach (IDocumentFormat each in _formats)
            {
                if (each.Recognise(prefix, isWhole) is { } format)
                    return (each, format);
            }
        }

        return (null, Unrecognised);
    }

    private static DecodeException Unclaimed(ReadOnlySpan<byte> prefix) => prefix.IsEmpty
        ? new DecodeException(Unrecognised, 0, DecodeFault.Empty, "the document is empty")
        : new DecodeException(Unrecognised, 0, DecodeFault.Unrecognised, "no known format begins like this");

    // The receipt names the digest of the whole document, wherever decoding stopped.
    private static async Task DrainAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] buffer = new byte[DrainBytes];
        while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) > 0)
        {
        }
    }
}
