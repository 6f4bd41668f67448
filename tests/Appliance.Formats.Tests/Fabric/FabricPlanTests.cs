using System.Security.Cryptography;
using Appliance.Formats.Fabric;
using Appliance.Formats.Plans;

namespace Appliance.Formats.Tests.Fabric;

public sealed class FabricPlanTests
{
    private static readonly FabricPlanContext Known = new() { ChannelId = FabricSample.Channel, LastConfigIndex = 0 };

    [Theory]
    [InlineData("sample_prod.blockfile")]
    [InlineData("from_snapshot.blockfile")]
    public void Every_decided_check_of_a_real_ledger_holds(string file)
    {
        FabricBlock? previous = null;
        long? lastConfig = null;
        foreach (FabricBlock block in FabricVectorTests.ReadAll(Vectors.Read($"fabric/{file}")))
        {
            var context = new FabricPlanContext
            {
                ChannelId = "mychannel",
                LastConfigIndex = lastConfig,
                Previous = previous is null ? null : FabricPredecessor.Of(previous),
            };
            var walk = new PlanWalk(FabricPlans.ForBlock(block, context));
            Assert.Empty(walk.Failures());
            Assert.All(walk.Of(CheckKind.OrdererSignature), result => Assert.True(result));
            for (int i = 0; i < block.Transactions.Count; i++)
            {
                Assert.True(Assert.Single(walk.Of(CheckKind.CreatorSignature, i)));
                if (block.IsConfigBlock)
                    continue;
                Assert.NotEmpty(walk.Of(CheckKind.EndorsementSignature, i));
                Assert.All(walk.Of(CheckKind.EndorsementSignature, i), result => Assert.True(result));
                Assert.True(Assert.Single(walk.Of(CheckKind.ProposalHash, i)));
                Assert.True(Assert.Single(walk.Of(CheckKind.TransactionId, i)));
            }

            lastConfig = block.IsConfigBlock ? block.Number : lastConfig;
            previous = block;
        }
    }

    [Fact]
    public void Signatures_of_a_real_configuration_update_hold()
    {
        FabricBlock block = FabricVectorTests.ReadAll(Vectors.Read("fabric/from_snapshot.blockfile"))[0];
        var walk = new PlanWalk(FabricPlans.ForBlock(block, new FabricPlanContext { ChannelId = "mychannel" }));
        Assert.Equal([true, true], walk.Of(CheckKind.ConfigUpdateSignature, 0));
        Assert.False(walk.Check(CheckKind.ConfigUpdatePolicy, 0).Mandatory);
    }

    [Fact]
    public void An_untouched_block_fails_only_its_made_up_signatures()
    {
        var walk = new PlanWalk(FabricPlans.ForBlock(Block(1, [], FabricSample.Endorsed(0), FabricSample.Endorsed(1)), Known));
        (CheckKind, int)[] failures = walk.Failures();
        Assert.All(failures, failure => Assert.Contains(
            failure.Item1, new[] { CheckKind.OrdererSignature, CheckKind.CreatorSignature, CheckKind.EndorsementSignature }));
        Assert.Equal(7, failures.Length);
        Assert.Equal([null], walk.Of(CheckKind.OrdererPolicy));
        Assert.True(walk.Check(CheckKind.OrdererPolicy).Mandatory);
        Assert.False(walk.Check(CheckKind.OrdererSignature).Mandatory);
        Assert.False(walk.Check(CheckKind.EndorsementSignature, 0).Mandatory);
        Assert.True(walk.Check(CheckKind.EndorsementPolicy, 0).Mandatory);
    }

    public static TheoryData<CheckKind, string> Tampered => new()
    {
        { CheckKind.DataHash, "swap" },
        { CheckKind.CanonicalEnvelope, "glue" },
        { CheckKind.Structure, "unsigned" },
        { CheckKind.Structure, "type" },
        { CheckKind.ChannelId, "channel" },
        { CheckKind.Epoch, "epoch" },
        { CheckKind.ActionCount, "actions" },
        { CheckKind.ActionCount, "none" },
        { CheckKind.TransactionId, "id" },
        { CheckKind.TransactionId, "upper" },
        { CheckKind.TransactionId, "short" },
        { CheckKind.ProposalHash, "proposal" },
        { CheckKind.ValidationCode, "code" },
        { CheckKind.TransactionCount, "codes" },
        { CheckKind.LastConfig, "last" },
    };

    [Theory]
    [MemberData(nameof(Tampered))]
    public void Each_violation_fails_its_own_check(CheckKind expected, string how)
    {
        byte[] good = FabricSample.Endorsed(0);
        byte[] bad = how switch
        {
            "swap" => FabricSample.Endorsed(9),
            "glue" => [.. FabricSample.Endorsed(1), .. good],
            "unsigned" => FabricSample.Endorsed(1, o => o.Signature = []),
            "type" => FabricSample.Endorsed(1, o => o.Type = FabricHeaderType.OrdererTransaction),
            "channel" => FabricSample.Endorsed(1, o => o.Channel = "other"),
            "epoch" => FabricSample.Endorsed(1, o => o.Epoch = 1),
            "actions" => FabricSample.Endorsed(1, o => o.Actions = 2),
            "none" => WithoutActions(),
            "id" => FabricSample.Endorsed(1, o => o.Id = new string('a', 64)),
            "upper" => FabricSample.Endorsed(1, o => o.Id = Decoded(FabricSample.Endorsed(1)).Id.ToUpperInvariant()),
            "short" => FabricSample.Endorsed(1, o => o.Id = "00"),
            "proposal" => Replace(good, "put 0"u8, "put 1"u8),
            _ => good,
        };
        byte[][] metadata = FabricSample.Metadata(how == "last" ? 1 : 0, how == "codes" ? 2 : 1);
        if (how == "code")
            metadata[2][0] = 11;
        byte[] dataHash = FabricSample.DataHash(how == "swap" ? good : bad);
        var block = FabricBlock.DecodeLedgerRecord(FabricWriter.LedgerRecord(5, new byte[32], dataHash, [bad], metadata), 0);
        var walk = new PlanWalk(FabricPlans.ForBlock(block, Known));
        (CheckKind Kind, int Transaction)[] failures = [.. walk.Failures().Where(f => f.Kind is not CheckKind.OrdererSignature
            and not CheckKind.CreatorSignature and not CheckKind.EndorsementSignature)];
        Assert.Equal(expected, Assert.Single(failures).Kind);
        if (how == "code")
            Assert.Contains("MVCC_READ_CONFLICT", walk.Check(CheckKind.ValidationCode, 0).ViolatedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_transaction_lists_what_could_not_be_checked_as_mandatory()
    {
        var walk = new PlanWalk(FabricPlans.ForBlock(Block(1, [], [0xFF]), Known));
        Assert.Equal([false], walk.Of(CheckKind.Structure, 0));
        Assert.Equal([false], walk.Of(CheckKind.CanonicalEnvelope, 0));
        foreach (CheckKind kind in new[] { CheckKind.CreatorSignature, CheckKind.TransactionId, CheckKind.EndorsementPolicy })
        {
            PlanCheck check = walk.Check(kind, 0);
            Assert.True(check.Mandatory);
            Assert.NotNull(check.NotCheckedBecause);
        }
    }

    [Fact]
    public void A_configuration_must_be_alone_in_its_block()
    {
        byte[] config = FabricSample.Endorsed(1, o => o.Type = FabricHeaderType.Config);
        var walk = new PlanWalk(FabricPlans.ForBlock(Block(1, [], config, FabricSample.Endorsed(2)), Known));
        Assert.Equal([false], walk.Of(CheckKind.Structure, 0));
        Assert.Equal([true], walk.Of(CheckKind.Structure, 1));
    }

    [Fact]
    public void Blocks_are_linked_by_number_and_hash()
    {
        FabricBlock first = Block(4, new byte[32], FabricSample.Endorsed(0));
        byte[] hash = SHA256.HashData(first.HeaderDer.Span);
        FabricBlock next = Block(5, hash, FabricSample.Endorsed(1));
        foreach (FabricPredecessor predecessor in new[] { FabricPredecessor.Of(first), FabricPredecessor.Known(4, hash) })
        {
            var linked = new PlanWalk(FabricPlans.ForBlock(next, Known with { Previous = predecessor }));
            Assert.Equal([true], linked.Of(CheckKind.BlockNumber));
            Assert.Equal([true], linked.Of(CheckKind.PreviousHash));
        }

        var gap = new PlanWalk(FabricPlans.ForBlock(Block(6, new byte[32], FabricSample.Endorsed(1)), Known with { Previous = FabricPredecessor.Of(first) }));
        Assert.Equal([false], gap.Of(CheckKind.BlockNumber));
        Assert.Equal([false], gap.Of(CheckKind.PreviousHash));
        var unknown = new PlanWalk(FabricPlans.ForBlock(next, Known));
        Assert.Equal([null], unknown.Of(CheckKind.PreviousHash));
        Assert.False(unknown.Check(CheckKind.PreviousHash).Mandatory);
        var genesis = new PlanWalk(FabricPlans.ForBlock(Block(0, [], FabricSample.Endorsed(1)), Known));
        Assert.Equal([true], genesis.Of(CheckKind.PreviousHash));
        var impostor = new PlanWalk(FabricPlans.ForBlock(Block(0, new byte[32], FabricSample.Endorsed(1)), Known));
        Assert.Equal([false], impostor.Of(CheckKind.PreviousHash));
    }

    [Fact]
    public void Every_namespace_that_is_written_asks_its_policy()
    {
        byte[] envelope = FabricSample.Endorsed(0, o => o.Namespaces.Add(
            ("ledger", FabricWriter.ReadWriteSet([], [new FabricWrite("k", true, default)]))));
        Plan plan = FabricPlans.ForBlock(Block(1, [], envelope), Known);
        Assert.Equal(
            ["/Channel/Orderer/BlockValidation", "chaincode:archive", "chaincode:ledger"], plan.Policies);
        Assert.Equal(2, new PlanWalk(plan).Of(CheckKind.EndorsementPolicy, 0).Length);
        Assert.Equal(FabricPlans.LifecyclePolicy, FabricPlans.ChaincodePolicy("_lifecycle"));
    }

    [Fact]
    public void Policies_over_the_same_signatures_share_their_operands()
    {
        byte[] envelope = FabricSample.Endorsed(0, o =>
        {
            o.Endorsements = [.. Enumerable.Repeat(o.Endorsements[0], 1_000)];
            o.Namespaces = [.. Enumerable.Range(0, 256).Select(i => ($"ns{i}", FabricWriter.ReadWriteSet([], [new FabricWrite("k", false, default)])))];
        });
        FabricBlock block = Block(1, [], envelope);
        Assert.Null(block.Transactions[0].Fault);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Plan plan = FabricPlans.ForBlock(block, Known);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000_000);
        Assert.Equal(257, plan.Checks.Count(check => check.Kind == CheckKind.EndorsementPolicy));
    }

    [Fact]
    public void Signatures_of_a_Byzantine_cluster_are_never_genuine()
    {
        byte[][] metadata = FabricSample.Metadata(0, 1);
        metadata[0] = FabricWriter.SignatureMetadata([1], [new FabricOrdererSignature(default, default, new byte[] { 1 }, new byte[] { 8, 1 })]);
        byte[] envelope = FabricSample.Endorsed(0);
        var block = FabricBlock.DecodeLedgerRecord(
            FabricWriter.LedgerRecord(5, new byte[32], FabricSample.DataHash(envelope), [envelope], metadata), 0);
        var walk = new PlanWalk(FabricPlans.ForBlock(block, Known));
        foreach (CheckKind kind in new[] { CheckKind.OrdererSignature, CheckKind.OrdererPolicy })
        {
            Assert.True(walk.Check(kind).Mandatory);
            Assert.Equal("BFT signatures are not supported yet", walk.Check(kind).NotCheckedBecause);
        }
    }

    [Fact]
    public void Malformed_orderer_metadata_is_a_finding_on_the_block()
    {
        byte[] envelope = FabricSample.Endorsed(0);
        byte[][] metadata = FabricSample.Metadata(0, 1);
        metadata[0] = [0x0A, 0x7F];
        var block = FabricBlock.DecodeLedgerRecord(
            FabricWriter.LedgerRecord(5, new byte[32], FabricSample.DataHash(envelope), [envelope], metadata), 0);
        PlanCheck check = new PlanWalk(FabricPlans.ForBlock(block, Known)).Check(CheckKind.Structure);
        Assert.Equal(DecoderFinding.Violated, check.Finding);
        Assert.Contains("127 bytes", check.ViolatedBecause, StringComparison.Ordinal);
    }

    private static FabricBlock Block(long number, byte[] previousHash, params byte[][] envelopes) =>
        FabricBlock.DecodeLedgerRecord(FabricSample.Record(number, previousHash, envelopes), 0);

    private static FabricTransaction Decoded(byte[] envelope) => Block(0, [], envelope).Transactions[0];

    private static byte[] WithoutActions()
    {
        FabricTransaction transaction = Decoded(FabricSample.Endorsed(1));
        byte[] header = FabricWriter.Header(
            transaction.ChannelHeader.Span, FabricWriter.SignatureHeader(transaction.Creator.Span, transaction.Nonce.Span));
        return FabricWriter.Envelope(FabricWriter.Payload(header, []), [1]);
    }

    private static byte[] Replace(byte[] bytes, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        byte[] changed = [.. bytes];
        to.CopyTo(changed.AsSpan(changed.AsSpan().IndexOf(from)));
        return changed;
    }
}
