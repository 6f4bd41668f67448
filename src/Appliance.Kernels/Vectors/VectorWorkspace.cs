namespace Appliance.Kernels;

/// <summary>Columns of one thread for one chunk of a batch, kept between calls so that verification allocates nothing.</summary>
/// <remarks>
/// A slot is a lane's place in the chunk: group slot / Lanes, lane slot % Lanes. There are three sections, each from a whole group on: known signers with
/// standard tables, known signers with wide ones, and unknown signers.
/// </remarks>
internal sealed unsafe class VectorWorkspace<TKernels>
    where TKernels : IVectorKernels
{
    /// <summary>Slots per chunk: a shared inversion disappears among so many, and the columns stay in the second-level cache.</summary>
    public const int Capacity = 512;

    /// <summary>Groups of unknown signers whose odd multiples are held at a time.</summary>
    public const int BlockGroups = 16;

    public const int MultiplesPerKey = 16;

    /// <summary>Entries of a table's window that can be computed at a time: those of 10 bits. More than a block's multiples.</summary>
    public const int MaxEntries = 512;

    /// <summary>Vectors that a 256-bit integer, a recoded scalar and a checked key take.</summary>
    public const int IntegerSize = 4;
    public const int ScalarSize = 5;
    public const int KeySize = 2 * IntegerSize;
    public const int RowsSize = 8;
    public const int CheckedKeySize = RowsSize + 1;

    /// <summary>Vectors that a scalar's halves take: three words of each, and the sign of both.</summary>
    public const int HalvesSize = 7;

    /// <summary>Windows of the tables, hence additions.</summary>
    public const int SignerWindows = 32;
    public const int WideSignerWindows = 26;
    public const int GeneratorWindows = 20;

    /// <summary>Also where a scalar comes in halves, 26 for each.</summary>
    public const int MultiplesWindows = 52;

    /// <summary>Groups of known signers whose entries are summed at a time: three inversions disappear among so many, and their points stay in the second-level cache.</summary>
    public const int SumGroups = 32;

    /// <summary>The most points that a group has at each level.</summary>
    private const int EntriesPerGroup = SignerWindows + GeneratorWindows;
    private const int TwosPerGroup = 26;
    private const int FoursPerGroup = 13;
    public const int EightsPerGroup = 7;

    /// <summary>Kernels look two pairs of pointers ahead, and one in the other direction.</summary>
    private const int EntryPrefetchMargin = 6;

    /// <summary>Kernels look two vectors of pointers ahead.</summary>
    private const int PrefetchMargin = 2;

    private const int Powers = 16;

    [ThreadStatic]
    private static VectorWorkspace<TKernels>? _current;

    private readonly int[] _ends = new int[Capacity];

    /// <summary>What the pointers point into.</summary>
    private readonly List<PinnedColumns> _columns = [];

    private VectorWorkspace()
    {
        // Two groups beyond the capacity: sections do not share groups.
        int groups = Capacity / TKernels.Lanes + 2;
        int limbs = TKernels.Limbs;
        R = Take(groups * IntegerSize);
        S = Take(groups * IntegerSize);
        Digest = Take(groups * IntegerSize);
        Target = Take(groups * IntegerSize);
        Inverses = Take((groups + 1) * limbs);
        U1 = Take(groups * ScalarSize);
        U2 = Take(groups * ScalarSize);
        Bases = Take(groups);
        Keys = Take(groups * KeySize);
        CheckedKeys = Take(groups * CheckedKeySize);
        Steps = Take(MultiplesWindows + GeneratorWindows + PrefetchMargin);
        EntrySteps = Take(EntryPrefetchMargin + SumGroups * EntriesPerGroup + EntryPrefetchMargin) + EntryPrefetchMargin * TKernels.Lanes;
        SumsOfTwo = Take(SumGroups * TwosPerGroup * 2 * limbs);
        SumsOfFour = Take(SumGroups * FoursPerGroup * 2 * limbs);
        SumsOfEight = Take(SumGroups * EightsPerGroup * 2 * limbs);
        Running = Take(limbs);
        Halves = Take(HalvesSize);
        Point = Take(4 * limbs);
        Result = Take(2);
        Power = Take((Powers + 2) * limbs);
        One = Take(limbs);
        Twice = Take(BlockGroups * 3 * limbs);
        Multiples = Take(MaxEntries * 3 * limbs);
        Products = Take((BlockGroups + 1) * limbs);
        Rows = Take(MultiplesPerKey * RowsSize);
        new Span<ulong>(One, TKernels.Lanes).Fill(1);
        Indices = new int[groups * TKernels.Lanes];
        Faults = new SignatureCode[Indices.Length];
    }

    public static VectorWorkspace<TKernels> Current => _current ??= new VectorWorkspace<TKernels>();

    public ulong* R { get; }

    public ulong* S { get; }

    public ulong* Digest { get; }

    /// <summary>The x coordinate to find.</summary>
    public ulong* Target { get; }

    public ulong* Inverses { get; }

    /// <summary>The scalars of generator and key, recoded.</summary>
    public ulong* U1 { get; }

    public ulong* U2 { get; }

    /// <summary>Each slot's table, or its key's row.</summary>
    public ulong* Bases { get; }

    public ulong* Keys { get; }

    public ulong* CheckedKeys { get; }

    public ulong* Steps { get; }

    /// <summary>Pointers to the entries that known signers' groups sum.</summary>
    public ulong* EntrySteps { get; }

    /// <summary>The entries' sums by twos, fours and eights: affine points, a group's one after the other.</summary>
    public ulong* SumsOfTwo { get; }

    public ulong* SumsOfFour { get; }

    public ulong* SumsOfEight { get; }

    /// <summary>The product of denominators so far, or its inverse.</summary>
    public ulong* Running { get; }

    /// <summary>One group's scalars in halves.</summary>
    public ulong* Halves { get; }

    public ulong* Point { get; }

    public ulong* Result { get; }

    public ulong* Power { get; }

    /// <summary>The integer 1 in every lane.</summary>
    public ulong* One { get; }

    /// <summary>Twice the key of each group of a block.</summary>
    public ulong* Twice { get; }

    public ulong* Multiples { get; }

    /// <summary>Products of the groups' last Z, and then their inverses.</summary>
    public ulong* Products { get; }

    /// <summary>Rows of one group's multiples.</summary>
    public ulong* Rows { get; }

    /// <summary>Each slot's item, or -1.</summary>
    public int[] Indices { get; }

    /// <summary>What is wrong with the signature of a slot of an unknown signer, whose key is still to be judged.</summary>
    public SignatureCode[] Faults { get; }

    /// <summary>Digests of the chunk's messages.</summary>
    public byte[] Digests { get; } = new byte[Capacity * BatchContract.DigestSize];

    /// <summary>SM2's Z_A of the chunk's items.</summary>
    public byte[] Identities { get; } = new byte[Capacity * BatchContract.DigestSize];

    /// <summary>The messages of items from <paramref name="start"/> to before <paramref name="end"/>, at most <see cref="Capacity"/>.</summary>
    public MessageColumns Messages(in SignatureBatch batch, int start, int end, PrefixColumn prefixes = default)
    {
        int first = start == 0 ? 0 : batch.MessageEnds[start - 1];
        for (int i = start; i < end; i++)
        {
            _ends[i - start] = batch.MessageEnds[i] - first;
        }

        return new MessageColumns
        {
            Messages = batch.Messages[first..batch.MessageEnds[end - 1]],
            Ends = _ends.AsSpan(0, end - start),
            First = prefixes,
        };
    }

    private ulong* Take(int vectors)
    {
        var columns = new PinnedColumns(vectors * TKernels.Lanes);
        _columns.Add(columns);
        return columns.Start;
    }
}
