namespace Appliance.Host.Bench;

/// <summary>One row: a kind of work on one backend, and beside it OpenSSL. Rates are operations per second of processor time of one core.</summary>
internal sealed record BenchResult
{
    public required string Scheme { get; init; }

    public required string Path { get; init; }

    public required string Backend { get; init; }

    public required int? Signers { get; init; }

    public required int Batch { get; init; }

    public required int MessageBytes { get; init; }

    /// <summary>Median of the rounds.</summary>
    public required double PerSecond { get; init; }

    /// <summary>Managed memory per operation.</summary>
    public required double AllocatedBytesPerOperation { get; init; }

    /// <summary>OpenSSL's side, or null where there is none.</summary>
    public required OpenSslResult? OpenSsl { get; init; }

    /// <summary>What OpenSSL computed in place of this, or null where it computed the same.</summary>
    public required string? OpenSslStandIn { get; init; }

    /// <summary>Why there is no OpenSSL beside it.</summary>
    public required string? OpenSslMissingBecause { get; init; }
}

/// <summary>What OpenSSL did in the same rounds.</summary>
/// <param name="Route">The fastest documented way on this machine.</param>
/// <param name="PerSecond">Median of the rounds.</param>
/// <param name="Ratio">Median of the rounds' ratios, the backend's rate over OpenSSL's.</param>
/// <param name="LowestRatio">Of one round.</param>
/// <param name="HighestRatio">Of one round.</param>
internal sealed record OpenSslResult(string Route, double PerSecond, double Ratio, double LowestRatio, double HighestRatio);
