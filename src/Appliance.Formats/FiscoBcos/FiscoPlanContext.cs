namespace Appliance.Formats.FiscoBcos;

/// <summary>What a plan needs to know besides the header or transaction itself.</summary>
public sealed record FiscoPlanContext
{
    /// <summary>The chain's cryptography.</summary>
    public required FiscoSuite Suite { get; init; }

    /// <summary>The group that a pinned anchor names, or null: then the first transaction's names stand for the document's.</summary>
    public string? Group { get; init; }

    /// <summary>All headers of the document.</summary>
    public required IReadOnlyList<FiscoHeader> Headers { get; init; }
}
