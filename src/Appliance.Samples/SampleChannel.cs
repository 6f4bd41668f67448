using System.Security.Cryptography;
using Appliance.Samples.Blocks;
using Appliance.Samples.Config;
using Appliance.Samples.Identities;
using Appliance.Samples.Keys;
using Appliance.Samples.Transactions;
using Appliance.Samples.Wire;

namespace Appliance.Samples;

/// <summary>
/// A channel of several agencies that share archive records, as a peer of Hyperledger Fabric 2.x would have stored it: genesis,
/// chaincode definition, then blocks of records. Everything is drawn from the seed; for trying out and for tests, never for trust.
/// </summary>
public sealed class SampleChannel
{
    /// <summary>Height of the block that commits the chaincode's definition; records follow it.</summary>
    public const long DefinitionBlock = 1;

    private const int ConfigTransaction = 1;
    private const int NonceBytes = 24;

    private static readonly TimeSpan BlockInterval = TimeSpan.FromSeconds(2);

    private readonly SampleChannelOptions _options;
    private readonly SeededBytes _seed;
    private readonly Organisation[] _organisations;
    private readonly OrderingOrganisation _ordering;
    private readonly TransactionBuilder _builder;
    private readonly BlockSigner _signer;

    /// <summary>Derives the keys and issues the certificates.</summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public SampleChannel(SampleChannelOptions options)
    {
        options.Validate();
        _options = options;
        _seed = new SeededBytes(options.Seed);
        DateTimeOffset notBefore = options.Start.AddDays(-1);
        _organisations = [.. options.Agencies.Select(agency => new Organisation(_seed, agency, notBefore))];
        _ordering = new OrderingOrganisation(_seed, notBefore);
        var strange = new SampleAgency("ElsewhereMSP", "Bureau of Elsewhere", "elsewhere.example", "EL");
        SampleIdentity stranger = new CertificateAuthority(_seed, strange.MspId, strange, notBefore).Enroll("registrar", NodeRole.Client);
        _builder = new TransactionBuilder(options, _seed, _organisations, stranger);
        _signer = new BlockSigner(_seed);
    }

    /// <summary>Root certificate of each organisation in PEM, by MSP id, the ordering service's included.</summary>
    public IReadOnlyDictionary<string, string> Roots => _organisations.Select(organisation => organisation.Authority)
        .Append(_ordering.Authority)
        .ToDictionary(authority => authority.Agency.MspId, authority => authority.CertificatePem, StringComparer.Ordinal);

    /// <summary>Makes the ledger and writes it to <paramref name="stream"/> in the format of <c>blockfile_000000</c>.</summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static async Task<SampleManifest> WriteAsync(
        Stream stream,
        SampleChannelOptions options,
        IProgress<SampleProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var channel = new SampleChannel(options);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var tampered = new List<SampleExpectation>();
        byte[] genesis = [];
        byte[] last = [];
        int blocks = 0;
        long transactions = 0;
        long length = 0;
        foreach ((SampleBlock block, IReadOnlyList<SampleExpectation> expectations) in channel.Produce())
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] entry = block.ToLedgerEntry();
            await stream.WriteAsync(entry, cancellationToken);
            digest.AppendData(entry);
            length += entry.Length;
            transactions += block.Envelopes.Count;
            tampered.AddRange(expectations);
            last = block.HeaderHash();
            if (blocks++ == 0)
                genesis = last;
            progress?.Report(new SampleProgress(blocks, options.Blocks + 2, length));
        }

        return new SampleManifest
        {
            ChannelId = options.ChannelId,
            Blocks = blocks,
            Transactions = transactions,
            GenesisHash = genesis,
            LastHash = last,
            Length = length,
            Sha256 = digest.GetHashAndReset(),
            Tampered = tampered,
        };
    }

    /// <summary>The blocks in order, made one by one as they are asked for, the transactions of each on all processors.</summary>
    public IEnumerable<SampleBlock> Blocks() => Produce().Select(item => item.Block);

    /// <summary>What is wrong with the ledger's transactions, without making it.</summary>
    public IReadOnlyList<SampleExpectation> Expectations()
    {
        var planner = new RecordPlanner(_options, _seed);
        return [.. Enumerable.Range(0, _options.Blocks).SelectMany(index => Expected(planner.PlanBlock(RecordBlock(index), Time(RecordBlock(index)))))];
    }

    /// <summary>The same block with a signature by an orderer that the channel's root did not certify, in place of the true one.</summary>
    internal SampleBlock SignByImpostor(SampleBlock block) => _signer.Sign(block, _ordering.ImpostorOrderer);

    private static IReadOnlyList<SampleExpectation> Expected(IEnumerable<PlannedTransaction> plans) =>
    [
        .. plans.Where(plan => plan.Tampering is not null)
            .Select(plan => new SampleExpectation(plan.Block, plan.Index, plan.Tampering!.Value, plan.ValidationCode)),
    ];

    private static long RecordBlock(int index) => DefinitionBlock + 1 + index;

    private DateTimeOffset Time(long block) => _options.Start + (block * BlockInterval);

    private IEnumerable<(SampleBlock Block, IReadOnlyList<SampleExpectation> Expectations)> Produce()
    {
        SampleBlock previous = Genesis();
        yield return (previous, []);
        byte[] commitHash = [];
        var planner = new RecordPlanner(_options, _seed);
        for (int index = -1; index < _options.Blocks; index++)
        {
            long number = RecordBlock(index);
            IReadOnlyList<PlannedTransaction> plans = number == DefinitionBlock
                ? [ChaincodeDefinition.Commit(number, Time(number))]
                : planner.PlanBlock(number, Time(number));
            commitHash = CommitHash.Next(commitHash, plans);
            previous = Order(previous, plans, commitHash);
            yield return (previous, Expected(plans));
        }
    }

    private SampleBlock Order(SampleBlock previous, IReadOnlyList<PlannedTransaction> plans, byte[] commitHash)
    {
        var envelopes = new ReadOnlyMemory<byte>[plans.Count];
        Parallel.For(0, plans.Count, index => envelopes[index] = _builder.Build(plans[index]));
        var metadata = new ReadOnlyMemory<byte>[SampleBlock.MetadataEntries];
        metadata[SampleBlock.TransactionsFilter] = plans.Select(plan => plan.ValidationCode).ToArray();
        metadata[SampleBlock.CommitHash] = new ProtobufMessage().Bytes(1, commitHash).ToArray();
        long number = previous.Number + 1;
        var block = new SampleBlock
        {
            Number = number,
            PreviousHash = previous.HeaderHash(),
            DataHash = SampleBlock.HashData(envelopes),
            Envelopes = envelopes,
            Metadata = metadata,
        };
        return _signer.Sign(block, _ordering.Orderers[(int)(number % _ordering.Orderers.Count)]);
    }

    /// <summary>Block 0 as configtxgen writes it: one configuration without a creator or a signature.</summary>
    private SampleBlock Genesis()
    {
        byte[] nonce = _seed.Derive("genesis nonce", NonceBytes);
        byte[] channelHeader = new ProtobufMessage()
            .Varint(1, ConfigTransaction)
            .Varint(2, 1)
            .Message(3, TransactionBuilder.Timestamp(_options.Start))
            .Text(4, _options.ChannelId)
            .Text(5, Convert.ToHexStringLower(SHA256.HashData(nonce)))
            .ToArray();
        byte[] signatureHeader = new ProtobufMessage().Bytes(2, nonce).ToArray();
        byte[] payload = new ProtobufMessage()
            .Message(1, new ProtobufMessage().Bytes(1, channelHeader).Bytes(2, signatureHeader))
            .Bytes(2, ChannelConfig.GenesisEnvelope(_ordering, _organisations))
            .ToArray();
        ReadOnlyMemory<byte>[] envelopes = [new ProtobufMessage().Bytes(1, payload).ToArray()];
        var metadata = new ReadOnlyMemory<byte>[SampleBlock.MetadataEntries];
        metadata[SampleBlock.Signatures] = BlockSigner.Unsigned();
        metadata[SampleBlock.TransactionsFilter] = new byte[] { SampleTamperings.ValidCode };
        return new SampleBlock
        {
            Number = 0,
            PreviousHash = ReadOnlyMemory<byte>.Empty,
            DataHash = SampleBlock.HashData(envelopes),
            Envelopes = envelopes,
            Metadata = metadata,
        };
    }
}
