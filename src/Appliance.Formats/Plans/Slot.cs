namespace Appliance.Formats.Plans;

/// <summary>Names a value of a plan: bytes of the document, a constant, or the result of an earlier node.</summary>
/// <param name="Index">Position in the plan's slot table.</param>
public readonly record struct Slot(int Index);
