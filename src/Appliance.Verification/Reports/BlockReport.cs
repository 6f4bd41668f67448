using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Reports;

/// <summary>
/// One block of a ledger. <see cref="Verdict"/> speaks of the block itself (header, data, ordering); its transactions carry
/// their own verdicts, because an ordered block may well hold transactions that are not genuine.
/// </summary>
public sealed record BlockReport
{
    /// <summary>Height.</summary>
    public required long Number { get; init; }

    /// <summary>Hash of the header, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> HeaderHash { get; init; }

    /// <summary>Verdict on the block itself.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Verdicts of the mandatory block checks that failed or could not be made, in words.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Checks of the block itself.</summary>
    public required IReadOnlyList<CheckReport> Checks { get; init; }

    /// <summary>The transactions in order.</summary>
    public required IReadOnlyList<TransactionReport> Transactions { get; init; }
}
