namespace Appliance.Fuzz;

/// <summary>A decoder as a fuzzer sees it: any bytes in; nothing but a DecodeException may come out.</summary>
/// <param name="Name">How the command line names it.</param>
/// <param name="Decoders">The public entry points that it drives, as Type.Method: a test holds this against all there are.</param>
/// <param name="Run">Feeds one input. Swallows the expected refusal and lets everything else pass.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<string> Decoders, Action<ReadOnlyMemory<byte>> Run);
