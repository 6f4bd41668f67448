namespace Appliance.Formats.Plans;

/// <summary>Compares signers by form and bytes.</summary>
public sealed class SignerReferenceComparer : IEqualityComparer<SignerReference>
{
    /// <summary>The one instance.</summary>
    public static SignerReferenceComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(SignerReference x, SignerReference y) => x.Form == y.Form && x.Bytes.Span.SequenceEqual(y.Bytes.Span);

    /// <inheritdoc/>
    public int GetHashCode(SignerReference obj)
    {
        // HashCode is seeded per process, so outsiders cannot aim for collisions.
        HashCode hash = default;
        hash.Add(obj.Form);
        hash.AddBytes(obj.Bytes.Span);
        return hash.ToHashCode();
    }
}
