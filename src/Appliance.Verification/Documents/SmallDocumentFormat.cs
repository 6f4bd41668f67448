using Appliance.Formats.Decoding;

namespace Appliance.Verification.Documents;

/// <summary>A format whose documents are read whole, under a limit, and judged in memory.</summary>
internal abstract class SmallDocumentFormat : IDocumentFormat
{
    /// <summary>Largest document of this format in bytes; <see cref="DecodeLimits.MaxDocumentBytes"/> bounds it besides.</summary>
    protected virtual int MaxBytes => int.MaxValue;

    /// <inheritdoc/>
    public abstract string? Recognise(ReadOnlySpan<byte> prefix, bool isWhole);

    /// <inheritdoc/>
    public virtual bool TakesDetached(string format) => false;

    /// <inheritdoc/>
    public virtual bool TakesRoot(string format) => false;

    /// <inheritdoc/>
    public async Task<DocumentJudgement> JudgeAsync(Stream document, string format, DocumentContext context, CancellationToken cancellation)
    {
        int limit = Math.Min(MaxBytes, context.Options.Limits.MaxDocumentBytes);
        ReadOnlyMemory<byte> bytes = await WholeDocument.ReadAsync(document, limit, format, cancellation).ConfigureAwait(false);
        return await JudgeAsync(bytes, format, context, cancellation).ConfigureAwait(false);
    }

    /// <summary>Judges a document in memory.</summary>
    /// <param name="document">All of it.</param>
    /// <param name="format">The name that <see cref="Recognise"/> gave.</param>
    /// <param name="context">What may be used.</param>
    /// <param name="cancellation">Abandons the document.</param>
    /// <exception cref="DecodeException">The bytes are not what the format says.</exception>
    protected abstract Task<DocumentJudgement> JudgeAsync(
        ReadOnlyMemory<byte> document, string format, DocumentContext context, CancellationToken cancellation);
}
