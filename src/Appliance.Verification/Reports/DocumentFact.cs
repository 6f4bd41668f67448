namespace Appliance.Verification.Reports;

/// <summary>Something that a document says of itself, for the report. Believe it only as far as the verdict goes.</summary>
/// <param name="Name">What it is, for example <c>issuer</c>.</param>
/// <param name="Value">In words or digits.</param>
/// <param name="Signed">Whether the document's signature covers it.</param>
public sealed record DocumentFact(string Name, string Value, bool Signed = true);
