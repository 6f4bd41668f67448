using System.Globalization;
using System.Text;
using Appliance.Samples.Keys;

namespace Appliance.Samples.Transactions;

/// <summary>
/// Decides, in order, which records the agencies register and amend. Keeps the state's versions as a ledger does, so that read sets
/// are consistent: a record is amended at most once in a block, and never after a tampered transaction touched it.
/// </summary>
internal sealed class RecordPlanner(SampleChannelOptions options, SeededBytes seed)
{
    private const int AmendOneIn = 4;

    private static readonly string[] Titles =
    [
        "Birth registration", "Marriage registration", "Household register", "Land use certificate", "Building permit",
        "Land transfer deed", "Residence permit", "Council resolution", "Personnel file", "Court judgment",
    ];

    private readonly List<(SampleRecord Record, StateVersion Version)> _records = [];
    private int _planned;
    private int _tampered;

    /// <summary>Plans one block of records.</summary>
    public IReadOnlyList<PlannedTransaction> PlanBlock(long block, DateTimeOffset time)
    {
        int amendable = _records.Count;
        var amended = new HashSet<int>();
        var transactions = new List<PlannedTransaction>(options.TransactionsPerBlock);
        for (int index = 0; index < options.TransactionsPerBlock; index++)
        {
            string label = string.Create(CultureInfo.InvariantCulture, $"plan/{block}/{index}");
            _planned++;
            bool tampered = options.TamperedEvery > 0 && _planned % options.TamperedEvery == 0;
            int agency = seed.Choose(label + "/agency", options.Agencies.Count);
            int target = amendable == 0 ? 0 : seed.Choose(label + "/record", amendable);
            bool amend = !tampered && amendable > 0 && seed.Choose(label + "/amend", AmendOneIn) == 0 && amended.Add(target);
            DateTimeOffset sent = time.AddMilliseconds(index);
            transactions.Add(amend
                ? Amend(block, index, sent, agency, target)
                : Register(block, index, sent, agency, label, tampered ? NextTampering() : null));
        }

        return transactions;
    }

    private PlannedTransaction Amend(long block, int index, DateTimeOffset time, int agency, int target)
    {
        (SampleRecord current, StateVersion version) = _records[target];
        SampleRecord next = current with { Version = current.Version + 1, Agency = options.Agencies[agency].MspId };
        _records[target] = (next, new StateVersion(block, index));
        return Call(block, index, time, agency, "Amend", next, version);
    }

    private PlannedTransaction Register(
        long block, int index, DateTimeOffset time, int agency, string label, (SampleTampering Kind, byte Code)? tampering)
    {
        SampleAgency owner = options.Agencies[agency];
        string number = string.Create(CultureInfo.InvariantCulture, $"{time.Year}-{_planned:D6}");
        var record = new SampleRecord(
            $"{owner.FilePrefix}{number}".ToLowerInvariant(),
            1,
            Titles[seed.Choose(label + "/title", Titles.Length)],
            $"{owner.FilePrefix}-{number}",
            owner.MspId);
        PlannedTransaction call = Call(block, index, time, agency, "Register", record, null);
        if (tampering is { } wrong)
            return call with { Tampering = wrong.Kind, ValidationCode = wrong.Code };
        _records.Add((record, new StateVersion(block, index)));
        return call;
    }

    private (SampleTampering Kind, byte Code)? NextTampering()
    {
        (int round, int position) = Math.DivRem(_tampered++, options.Tamperings.Count);
        SampleTampering kind = options.Tamperings[position];
        bool lies = options.Peer == PeerHonesty.Lying || (options.Peer == PeerHonesty.Alternating && round % 2 == 1);
        return (kind, lies ? SampleTamperings.ValidCode : kind.HonestCode());
    }

    private static PlannedTransaction Call(
        long block, int index, DateTimeOffset time, int agency, string function, SampleRecord record, StateVersion? found) => new()
        {
            Block = block,
            Index = index,
            Time = time,
            Agency = agency,
            Chaincode = ChaincodeDefinition.Name,
            ChaincodeVersion = ChaincodeDefinition.Version,
            Arguments = [Encoding.UTF8.GetBytes(function), Encoding.UTF8.GetBytes(record.Id), record.ToJson()],
            State =
            [
                new StateAccess(
                    ChaincodeDefinition.LifecycleName,
                    [new StateRead(ChaincodeDefinition.SequenceKey, new StateVersion(SampleChannel.DefinitionBlock, 0))],
                    []),
                new StateAccess(
                    ChaincodeDefinition.Name,
                    [new StateRead(record.Key, found)],
                    [new StateWrite(record.Key, record.ToJson())]),
            ],
        };
}
