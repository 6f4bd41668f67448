namespace Appliance.Hsm;

/// <summary>One call into a PKCS#11 module, for metrics.</summary>
/// <param name="Operation">The function, for example <c>C_Sign</c>: a short closed list.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Ckr">Name of its return value, for example <c>CKR_OK</c>.</param>
public readonly record struct HsmOperation(string Operation, TimeSpan Duration, string Ckr);

/// <summary>The sessions that a <see cref="Pkcs11Token"/> holds.</summary>
/// <param name="Open">All of them, the one that keeps the login included.</param>
/// <param name="Busy">Those at work.</param>
/// <param name="Idle">Those that wait in the pool.</param>
public readonly record struct HsmSessions(int Open, int Busy, int Idle);
