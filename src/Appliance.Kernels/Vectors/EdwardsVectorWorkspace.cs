namespace Appliance.Kernels;

/// <summary>Columns of one thread for one chunk of Ed25519 signatures, kept between calls so that verification allocates nothing.</summary>
/// <remarks>
/// A slot is a lane's place in the chunk: group slot / Lanes, lane slot % Lanes. Known signers' slots come first, from the next whole group on
/// those of unknown ones.
/// </remarks>
internal sealed unsafe class EdwardsVectorWorkspace<TKernels>
    where TKernels : IEdwardsKernels
{
    /// <summary>Slots per chunk: a shared inversion disappears among so many, and the columns stay in the second-level cache.</summary>
    public const int Capacity = 512;

    /// <summary>Words of an integer and of a digest.</summary>
    public const int IntegerSize = 4;
    public const int DigestSize = Sha512.DigestSize / sizeof(ulong);

    /// <summary>Coordinates of a point.</summary>
    public const int Coordinates = 4;

    /// <summary>Additions for a signer's table and the generator's; of odd multiples, whose scalar may need one more.</summary>
    public const int SignerWindows = 32;
    public const int GeneratorWindows = 20;
    public const int MultiplesWindows = 51;

    /// <summary>Odd multiples of a key; the identity stands behind them.</summary>
    public const int Multiples = 16;

    /// <summary>Vectors that an entry of 128 bytes for each lane takes.</summary>
    public const int EntrySize = 16;

    /// <summary>Kernels look two vectors of pointers ahead.</summary>
    private const int PrefetchMargin = 2;

    [ThreadStatic]
    private static EdwardsVectorWorkspace<TKernels>? _current;

    private readonly int[] _ends = new int[Capacity];

    /// <summary>What the pointers point into.</summary>
    private readonly List<PinnedColumns> _columns = [];

    private EdwardsVectorWorkspace()
    {
        // One group beyond the capacity, because known and unknown signers' groups do not mix, and up to three that are decoded beside the last.
        int groups = Capacity / TKernels.Lanes + EdwardsPowers<TKernels>.Together;
        int limbs = TKernels.Limbs;
        PointSize = Coordinates * limbs * TKernels.Lanes;
        DecodedSize = PointSize + TKernels.Lanes;
        Digests = Take(Capacity * DigestSize / TKernels.Lanes);
        NoDigest = Take(DigestSize);
        DigestPointers = Take(groups);
        S = Take(groups * IntegerSize);
        K = Take(groups * IntegerSize);
        Keys = Take(groups * IntegerSize);
        Bases = Take(groups);
        SharedBase = Take(1);
        Steps = Take(MultiplesWindows + 1 + GeneratorWindows + PrefetchMargin);
        Decoded = Take(EdwardsPowers<TKernels>.Together * (Coordinates * limbs + 1));
        Twice = Take(Coordinates * limbs);
        MultipleRows = Take((Multiples + 1) * EntrySize);
        Sums = Take(groups * Coordinates * limbs);
        Inverses = Take((groups + EdwardsPowers<TKernels>.Together) * limbs);
        Encodings = Take(groups * IntegerSize);
        Powers = Take(EdwardsPowers<TKernels>.Together * limbs);
        Scratch = Take(EdwardsPowers<TKernels>.ScratchElements * limbs);
        SuspectSums = Take(EdwardsPowers<TKernels>.Together * Coordinates * limbs);
        SuspectEncodings = Take(EdwardsPowers<TKernels>.Together * IntegerSize);
        Identity = Take(Coordinates * limbs);
        new Span<ulong>(Identity + limbs * TKernels.Lanes, TKernels.Lanes).Fill(1);
        new Span<ulong>(Identity + 2 * limbs * TKernels.Lanes, TKernels.Lanes).Fill(1);
        Indices = new int[groups * TKernels.Lanes];
        Faults = new SignatureCode[groups * TKernels.Lanes];
        Suspects = new int[EdwardsPowers<TKernels>.Together * TKernels.Lanes];
        for (int lane = 0; lane < TKernels.Lanes; lane++)
        {
            // Y + X, Y - X, 2dT and 2Z of the identity.
            ulong* entry = MultipleRows + Multiples * EntrySize * TKernels.Lanes + lane * EntrySize;
            entry[0] = 1;
            entry[IntegerSize] = 1;
            entry[3 * IntegerSize] = 2;
        }
    }

    public static EdwardsVectorWorkspace<TKernels> Current => _current ??= new EdwardsVectorWorkspace<TKernels>();

    /// <summary>Words of a group's point.</summary>
    public int PointSize { get; }

    /// <summary>Words of a group's decoded point, behind whose coordinates stands which lanes hold one.</summary>
    public int DecodedSize { get; }

    /// <summary>Digests of the chunk's messages, and one for lanes without a message.</summary>
    public ulong* Digests { get; }

    public ulong* NoDigest { get; }

    /// <summary>Each slot's digest.</summary>
    public ulong* DigestPointers { get; }

    /// <summary>The scalars of generator and key.</summary>
    public ulong* S { get; }

    public ulong* K { get; }

    /// <summary>Encoded keys of unknown signers.</summary>
    public ulong* Keys { get; }

    /// <summary>Each slot's table.</summary>
    public ulong* Bases { get; }

    /// <summary>A table for all lanes, or their tables of multiples.</summary>
    public ulong* SharedBase { get; }

    public ulong* Steps { get; }

    /// <summary>Groups of points decoded together.</summary>
    public ulong* Decoded { get; }

    /// <summary>Twice each lane's key, as an addend.</summary>
    public ulong* Twice { get; }

    /// <summary>Odd multiples of each lane's key, and the identity.</summary>
    public ulong* MultipleRows { get; }

    /// <summary>S B - k A of each slot.</summary>
    public ulong* Sums { get; }

    /// <summary>Products of the sums' Z, and then their inverses.</summary>
    public ulong* Inverses { get; }

    public ulong* Encodings { get; }

    public ulong* Powers { get; }

    public ulong* Scratch { get; }

    /// <summary>As many groups of sums whose encoding is not R, and R.</summary>
    public ulong* SuspectSums { get; }

    public ulong* SuspectEncodings { get; }

    /// <summary>The identity in every lane: X = 0, Y = 1, Z = 1, T = 0.</summary>
    public ulong* Identity { get; }

    /// <summary>The integer 1 in every lane.</summary>
    public ulong* One => Identity + TKernels.Limbs * TKernels.Lanes;

    /// <summary>Each slot's item, or -1.</summary>
    public int[] Indices { get; }

    /// <summary>Of an unknown signer's slot: the fault of its signature, which counts if the key has none.</summary>
    public SignatureCode[] Faults { get; }

    /// <summary>The suspects' items.</summary>
    public int[] Suspects { get; }

    /// <summary>R || A || M of items from <paramref name="start"/> to before <paramref name="end"/>, at most <see cref="Capacity"/>.</summary>
    public MessageColumns Messages(in SignatureBatch batch, int start, int end)
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
            First = new PrefixColumn(
                batch.Signatures[(start * BatchContract.SignatureSize)..], EdwardsEncoding.Size, BatchContract.SignatureSize),
            Second = new PrefixColumn(batch.PublicKeys[(start * EdwardsEncoding.Size)..], EdwardsEncoding.Size, EdwardsEncoding.Size),
        };
    }

    /// <summary>Writes a slot's integer into columns of four words per group.</summary>
    public static void Put(ulong* columns, int slot, in UInt256 value)
    {
        ulong* first = columns + slot / TKernels.Lanes * IntegerSize * TKernels.Lanes + slot % TKernels.Lanes;
        first[0] = value.W0;
        first[TKernels.Lanes] = value.W1;
        first[2 * TKernels.Lanes] = value.W2;
        first[3 * TKernels.Lanes] = value.W3;
    }

    /// <summary>The integer that <see cref="Put"/> wrote.</summary>
    public static UInt256 Get(ulong* columns, int slot)
    {
        ulong* first = columns + slot / TKernels.Lanes * IntegerSize * TKernels.Lanes + slot % TKernels.Lanes;
        return new UInt256(first[0], first[TKernels.Lanes], first[2 * TKernels.Lanes], first[3 * TKernels.Lanes]);
    }

    private ulong* Take(int vectors)
    {
        var columns = new PinnedColumns(vectors * TKernels.Lanes);
        _columns.Add(columns);
        return columns.Start;
    }
}
