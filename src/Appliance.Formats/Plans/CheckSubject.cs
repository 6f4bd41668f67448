namespace Appliance.Formats.Plans;

/// <summary>What a check speaks about.</summary>
/// <param name="Transaction">Index of the transaction in its block, or -1 for the block (or single document) itself.</param>
/// <param name="Ordinal">Position among checks of one kind on one subject: the third endorsement is 2.</param>
public readonly record struct CheckSubject(int Transaction, int Ordinal)
{
    /// <summary>The block or single document itself.</summary>
    public static CheckSubject Document { get; } = new(-1, 0);
}
