using Appliance.Log.Receipts;
using Appliance.Log.Trees;

namespace Appliance.Log;

/// <summary>Signs heads of one tree, each only where it continues the one before.</summary>
internal sealed class HeadSigner(ITreeHeadSigner signer, LogPublicKey key, string origin, TimeProvider time)
{
    private SignedTreeHead? _last;

    public LogPublicKey Key { get; } = key;

    /// <summary>The head signed last; set once the log is open.</summary>
    public SignedTreeHead Last => Volatile.Read(ref _last) ?? throw new InvalidOperationException("no head has been signed");

    /// <summary>Continues after a head that was signed in an earlier run and checked since.</summary>
    public void Resume(SignedTreeHead last) => Volatile.Write(ref _last, last);

    /// <summary>Signs the tree as it is.</summary>
    /// <exception cref="LogDamagedException">The tree does not continue the last signed head.</exception>
    /// <exception cref="LogUnavailableException">The signer returned a signature that does not hold.</exception>
    public async Task<SignedTreeHead> SignAsync(MerkleTree tree, CancellationToken cancellation)
    {
        TreeHead head = tree.Head;
        if (_last is { } last)
        {
            VerdictLogRecovery.DemandContinues(tree, last.Head);
            if (!tree.ProveConsistency(last.Head.Size, head.Size).Verify(last.Head.Root, head.Root))
                throw new LogDamagedException(
                    LogDamage.Altered, $"the tree of {head.Size} leaves does not continue the head of {last.Head.Size}", "Restart: the tree is rebuilt from storage");
        }
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        byte[] signature = await signer.SignAsync(SignedTreeHead.SignedBytes(head, origin, now, Key.KeyId), cancellation);
        var signed = new SignedTreeHead { Head = head, Issuer = origin, Time = now, KeyId = Key.KeyId, Signature = signature };
        // A receipt that does not verify would be found out only by those who need it.
        if (!signed.Verify(Key))
            throw new LogUnavailableException("verdict log: the signer returned a signature that does not hold under its own public key");
        Volatile.Write(ref _last, signed);
        return signed;
    }
}
