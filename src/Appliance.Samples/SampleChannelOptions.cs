namespace Appliance.Samples;

/// <summary>What a sample channel is made of. Equal options make byte-identical ledgers, on every machine.</summary>
public sealed record SampleChannelOptions
{
    /// <summary>Where every key, nonce, serial number and choice is drawn from.</summary>
    public string Seed { get; init; } = "archive sharing";

    /// <summary>Name of the channel.</summary>
    public string ChannelId { get; init; } = "archive-sharing";

    /// <summary>The agencies; at least three, so that a majority is not everybody.</summary>
    public IReadOnlyList<SampleAgency> Agencies { get; init; } = SampleAgency.Defaults;

    /// <summary>Blocks of records. They follow the genesis block (0) and the block that commits the chaincode's definition (1).</summary>
    public int Blocks { get; init; } = 10;

    /// <summary>Transactions in each block of records.</summary>
    public int TransactionsPerBlock { get; init; } = 20;

    /// <summary>Every n-th transaction on records is tampered with, in turn by each kind of <see cref="Tamperings"/>; 0 for none.</summary>
    public int TamperedEvery { get; init; }

    /// <summary>The kinds of tampering, used in turn.</summary>
    public IReadOnlyList<SampleTampering> Tamperings { get; init; } = SampleTamperings.All;

    /// <summary>How the peer marked the tampered transactions.</summary>
    public PeerHonesty Peer { get; init; } = PeerHonesty.Honest;

    /// <summary>Time of the genesis block; certificates are valid from a day before for ten years.</summary>
    public DateTimeOffset Start { get; init; } = new(2024, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <exception cref="ArgumentException">A value is outside its range; the message names it.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(ChannelId);
        ArgumentOutOfRangeException.ThrowIfLessThan(Agencies.Count, 3, nameof(Agencies));
        ArgumentOutOfRangeException.ThrowIfNegative(Blocks);
        ArgumentOutOfRangeException.ThrowIfLessThan(TransactionsPerBlock, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(TamperedEvery);
        if (TamperedEvery > 0)
            ArgumentOutOfRangeException.ThrowIfZero(Tamperings.Count, nameof(Tamperings));
        if (Start.Offset != TimeSpan.Zero || Start.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new ArgumentException("the start is a whole second in UTC", nameof(Start));
    }
}
