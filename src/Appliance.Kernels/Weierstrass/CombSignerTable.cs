namespace Appliance.Kernels;

/// <summary>The comb of one public key: 32 windows of 128 points, 256 KiB, or 26 windows of 512 points, 832 KiB.</summary>
internal sealed class CombSignerTable<TCurve> : SignerTable
    where TCurve : struct, ICurve
{
    private const int StandardWidth = 8;
    private const int WideWidth = 10;

    private readonly byte[] _publicKey;
    private readonly byte[] _defaultIdentityDigest;

    /// <param name="algorithm">The algorithm of the key.</param>
    /// <param name="publicKey">64 bytes X || Y.</param>
    /// <param name="point">The same key, checked to be on the curve.</param>
    /// <param name="size">Width of the windows.</param>
    /// <param name="defaultIdentityDigest">SM2: Z_A under the default identifier; otherwise empty.</param>
    /// <param name="fill">Computes the comb; the scalar code if not given.</param>
    public CombSignerTable(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> publicKey,
        in AffinePoint point,
        SignerTableSize size,
        ReadOnlySpan<byte> defaultIdentityDigest,
        CombFill? fill = null)
    {
        Algorithm = algorithm;
        _publicKey = publicKey.ToArray();
        _defaultIdentityDigest = defaultIdentityDigest.ToArray();
        Point = point;
        Size = size;
        Comb = new Comb<TCurve>(point, size == SignerTableSize.Wide ? WideWidth : StandardWidth, fill);
    }

    public override SignatureAlgorithm Algorithm { get; }

    public override ReadOnlySpan<byte> PublicKey => _publicKey;

    public override SignerTableSize Size { get; }

    public override long SizeInBytes => Comb.SizeInBytes + _publicKey.Length + _defaultIdentityDigest.Length;

    public ReadOnlySpan<byte> DefaultIdentityDigest => _defaultIdentityDigest;

    public AffinePoint Point { get; }

    public override bool IsIntact() => Comb.IsIntact;

    public Comb<TCurve> Comb { get; }
}
