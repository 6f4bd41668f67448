namespace Appliance.Kernels;

/// <summary>Columns of one thread for one chunk of Ed25519 signatures, kept between calls so that verification allocates nothing.</summary>
/// <remarks>A slot is a lane's place in the chunk: group slot / Lanes, lane slot % Lanes.</remarks>
internal sealed unsafe class EdwardsVectorWorkspace<TKernels>
    where TKernels : IEdwardsKernels
{
    /// <summary>Slots per chunk: a shared inversion disappears among so many, and the columns stay in the second-level cache.</summary>
    public const int Capacity = 512;

    /// <summary>Vectors that a recoded scalar and an encoding take.</summary>
    public const int ScalarSize = 5;
    public const int EncodingSize = 4;

    /// <summary>Windows of the tables, hence additions.</summary>
    public const int SignerWindows = 32;
    public const int GeneratorWindows = 20;

    /// <summary>Kernels look two vectors of pointers ahead.</summary>
    private const int PrefetchMargin = 2;

    [ThreadStatic]
    private static EdwardsVectorWorkspace<TKernels>? _current;

    private readonly int[] _ends = new int[Capacity];

    /// <summary>What the pointers point into.</summary>
    private readonly List<PinnedColumns> _columns = [];

    private EdwardsVectorWorkspace()
    {
        int groups = Capacity / TKernels.Lanes;
        PointSize = 4 * TKernels.Limbs * TKernels.Lanes;
        S = Take(groups * ScalarSize);
        K = Take(groups * ScalarSize);
        Bases = Take(groups);
        GeneratorBase = Take(1);
        Steps = Take(SignerWindows + GeneratorWindows + PrefetchMargin);
        Sums = Take(groups * 4 * TKernels.Limbs);
        Inverses = Take((groups + 1) * TKernels.Limbs);
        Encodings = Take(groups * EncodingSize);
        Scratch = Take(EdwardsInversion<TKernels>.ScratchElements * TKernels.Limbs);
        Identity = Take(4 * TKernels.Limbs);
        new Span<ulong>(Identity + TKernels.Limbs * TKernels.Lanes, TKernels.Lanes).Fill(1);
        new Span<ulong>(Identity + 2 * TKernels.Limbs * TKernels.Lanes, TKernels.Lanes).Fill(1);
    }

    public static EdwardsVectorWorkspace<TKernels> Current => _current ??= new EdwardsVectorWorkspace<TKernels>();

    /// <summary>Words of a group's point.</summary>
    public int PointSize { get; }

    /// <summary>The scalars of generator and key, recoded.</summary>
    public ulong* S { get; }

    public ulong* K { get; }

    /// <summary>Each slot's table.</summary>
    public ulong* Bases { get; }

    public ulong* GeneratorBase { get; }

    public ulong* Steps { get; }

    /// <summary>S B - k A of each slot.</summary>
    public ulong* Sums { get; }

    /// <summary>Products of the sums' Z, and then their inverses.</summary>
    public ulong* Inverses { get; }

    public ulong* Encodings { get; }

    public ulong* Scratch { get; }

    /// <summary>The identity in every lane: X = 0, Y = 1, Z = 1, T = 0.</summary>
    public ulong* Identity { get; }

    /// <summary>The integer 1 in every lane.</summary>
    public ulong* One => Identity + TKernels.Limbs * TKernels.Lanes;

    /// <summary>Each slot's item, or -1.</summary>
    public int[] Indices { get; } = new int[Capacity];

    /// <summary>Digests of the chunk's messages.</summary>
    public byte[] Digests { get; } = new byte[Capacity * Sha512.DigestSize];

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

    /// <summary>Writes a slot's recoded scalar into columns of five words per group.</summary>
    public static void Put(ulong* columns, int slot, in CombScalar scalar)
    {
        ulong* first = columns + slot / TKernels.Lanes * ScalarSize * TKernels.Lanes + slot % TKernels.Lanes;
        for (int i = 0; i < ScalarSize; i++)
        {
            first[i * TKernels.Lanes] = scalar[i];
        }
    }

    private ulong* Take(int vectors)
    {
        var columns = new PinnedColumns(vectors * TKernels.Lanes);
        _columns.Add(columns);
        return columns.Start;
    }
}
