using System.Security.Cryptography;
using Appliance.Log;
using Appliance.Log.Receipts;
using Appliance.Log.Verdicts;
using Appliance.Verification.Chains;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Hsm.Tests;

/// <summary>The verdict log with its head signed in a real token.</summary>
[Collection(SoftHsmTests.Name)]
public sealed class VerdictLogOnTokenTests(SoftHsm hsm)
{
    [Fact]
    public async Task Receipts_signed_in_the_token_verify_also_after_the_token_was_lost_and_found()
    {
        string label = hsm.NewToken();
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label));
        HsmTreeHeadSigner signer = HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel);
        LogPublicKey key = LogPublicKey.Parse(signer.PublicKey.Span);
        await using var storage = new ListStorage();
        await using VerdictLog log = await VerdictLog.OpenAsync(storage, signer, new VerdictLogOptions { MaxDelay = TimeSpan.Zero });
        for (int round = 0; round < 3; round++)
        {
            Receipt[] receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => log.AppendAsync(Entry(i))));
            Assert.All(receipts, receipt => Assert.True(ReceiptVerifier.Verify(receipt.Encode(), key).IsValid));
            hsm.KillSessions(label);
        }
        Assert.Equal(60, log.Size);
    }

    private static VerdictEntry Entry(int number) => new()
    {
        DocumentSha256 = new Digest(SHA256.HashData(BitConverter.GetBytes(number))),
        Length = sizeof(int),
        Format = "fabric-block",
        Verdict = nameof(Verdict.Genuine),
        Outcome = Outcome.Genuine,
        AnchorKind = AnchorKind.Pinned,
        AnchorDescription = "genesis",
        Profile = "fabric",
        Time = DateTimeOffset.UnixEpoch,
    };

    private sealed class ListStorage : ILogStorage
    {
        private readonly List<byte[]> _entries = [];
        private byte[]? _state;

        public long Count => _entries.Count;

        public ReadOnlyMemory<byte>? State => _state is { } state ? state : (ReadOnlyMemory<byte>?)null;

        public ValueTask AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> entries, CancellationToken cancellation)
        {
            _entries.AddRange(entries.Select(entry => entry.ToArray()));
            return ValueTask.CompletedTask;
        }

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
            long first, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            foreach (byte[] entry in _entries.Skip((int)first))
                yield return entry;
        }

        public ValueTask StoreStateAsync(ReadOnlyMemory<byte> state, CancellationToken cancellation)
        {
            _state = state.ToArray();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
