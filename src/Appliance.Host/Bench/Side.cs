namespace Appliance.Host.Bench;

/// <summary>One of those that do the same work in turn.</summary>
/// <param name="Name">A backend, or a route of OpenSSL.</param>
/// <param name="Operations">Operations of one run.</param>
/// <param name="Run">Does them, and throws where an answer is wrong: what was measured is then worthless.</param>
internal sealed record Side(string Name, int Operations, Action Run);
