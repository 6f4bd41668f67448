namespace Appliance.Kernels;

/// <summary>The key of one item, for the scalar code.</summary>
internal static class VectorKeys<TCurve>
    where TCurve : struct, ICurve
{
    /// <summary>The point; the item's key is known to be valid.</summary>
    public static AffinePoint Read(in SignatureBatch batch, int index)
    {
        if (!batch.SignerTables.IsEmpty && batch.SignerTables[index] is CombSignerTable<TCurve> table) return table.Point;

        PublicKey.TryRead<TCurve>(batch.PublicKeys.Slice(index * PublicKey.Size, PublicKey.Size), out AffinePoint point);
        return point;
    }
}
