namespace Appliance.Samples.Transactions;

/// <summary>One transaction before anybody signs it: planned in order, so that signing may happen in any order.</summary>
internal sealed record PlannedTransaction
{
    public required long Block { get; init; }

    public required int Index { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Position of the agency that submits it; the endorsing majority starts there and goes round.</summary>
    public required int Agency { get; init; }

    /// <summary>Whether the agency's administrator submits it, or its client.</summary>
    public bool ByAdmin { get; init; }

    public required string Chaincode { get; init; }

    public required string ChaincodeVersion { get; init; }

    /// <summary>Function and arguments of the call.</summary>
    public required IReadOnlyList<byte[]> Arguments { get; init; }

    public required IReadOnlyList<StateAccess> State { get; init; }

    public SampleTampering? Tampering { get; init; }

    public byte ValidationCode { get; init; } = SampleTamperings.ValidCode;
}
