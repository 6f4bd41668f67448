namespace Appliance.Kernels;

/// <summary>
/// The comb of one public key A: multiples of -A, which verification adds, in 32 windows of 128 points, 384 KiB. A key has one for every rule
/// of acceptance: what a rule demands of A's encoding is read from the encoding, whatever the table holds.
/// </summary>
internal sealed class Ed25519SignerTable : SignerTable
{
    /// <summary>32 additions for a multiplication, as for the other curves.</summary>
    private const int Width = 8;

    private readonly byte[] _publicKey;

    /// <param name="publicKey">32 bytes, any encoding that decodes.</param>
    /// <param name="negated">The opposite of the point that they encode.</param>
    /// <param name="fill">Computes the comb's entries; null for the scalar code.</param>
    public Ed25519SignerTable(ReadOnlySpan<byte> publicKey, in ExtendedPoint negated, EdwardsCombFill? fill = null)
    {
        _publicKey = publicKey.ToArray();
        Comb = new EdwardsComb(negated, Width, fill);
    }

    public override SignatureAlgorithm Algorithm => SignatureAlgorithm.Ed25519;

    public override ReadOnlySpan<byte> PublicKey => _publicKey;

    public override SignerTableSize Size => SignerTableSize.Standard;

    public override long SizeInBytes => Comb.SizeInBytes + _publicKey.Length;

    /// <summary>Multiples of -A.</summary>
    public EdwardsComb Comb { get; }

    public override bool IsIntact() => Comb.IsIntact;
}
