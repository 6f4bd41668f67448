namespace Appliance.Bench;

/// <summary>Messages of one length, as columns.</summary>
public sealed class HashWorkload
{
    /// <summary>Messages.</summary>
    public const int Count = 512;

    /// <summary>What a node of RFC 6962 hashes.</summary>
    public const int NodeBytes = 65;

    /// <summary>A short document.</summary>
    public const int StreamBytes = 1_024;

    public byte[] Messages { get; private set; } = [];

    public int[] Ends { get; private set; } = [];

    /// <summary>Room for digests of any function.</summary>
    public byte[] Digests { get; } = new byte[Count * 64];

    public void Fill(int messageBytes)
    {
        Messages = new byte[Count * messageBytes];
        new Random(1).NextBytes(Messages);
        Ends = [.. Enumerable.Range(1, Count).Select(i => i * messageBytes)];
    }

    public ReadOnlySpan<byte> Message(int index) => Messages.AsSpan(index == 0 ? 0 : Ends[index - 1], Ends[0]);
}
