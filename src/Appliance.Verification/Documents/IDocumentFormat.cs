namespace Appliance.Verification.Documents;

/// <summary>One family of documents: recognises them by their content and judges them. Stateless between calls and safe for concurrent use.</summary>
internal interface IDocumentFormat
{
    /// <summary>Tells by its beginning what a document claims to be: the format's name for reports, or null.</summary>
    /// <param name="prefix">The first <see cref="DocumentFormats.PrefixBytes"/> bytes, or all of a shorter document; never empty.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    string? Recognise(ReadOnlySpan<byte> prefix, bool isWhole);

    /// <summary>Whether documents of a format of this family can be about <see cref="Companions.Detached"/>.</summary>
    bool TakesDetached(string format);

    /// <summary>Whether documents of a format of this family can be held against <see cref="Companions.Root"/>.</summary>
    bool TakesRoot(string format);

    /// <summary>Judges a document that this format recognised.</summary>
    /// <param name="document">From its first byte on; read forward once.</param>
    /// <param name="format">The name that <see cref="Recognise"/> gave.</param>
    /// <param name="context">What may be used.</param>
    /// <param name="cancellation">Abandons the document.</param>
    /// <exception cref="Formats.Decoding.DecodeException">The bytes are not what the format says, and nothing else is known about them.</exception>
    Task<DocumentJudgement> JudgeAsync(Stream document, string format, DocumentContext context, CancellationToken cancellation);
}
