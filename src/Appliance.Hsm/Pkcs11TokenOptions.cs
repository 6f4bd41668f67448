namespace Appliance.Hsm;

/// <summary>Which token to use, and how.</summary>
public sealed record Pkcs11TokenOptions
{
    /// <summary>Default of <see cref="MaxSessions"/>: below the 16 of the smallest device in use, with room for an operator's tools.</summary>
    public const int DefaultMaxSessions = 8;

    /// <summary>Fewest sessions: one keeps the login, one works.</summary>
    public const int MinSessions = 2;

    /// <summary>Default of <see cref="SessionWait"/>.</summary>
    public static readonly TimeSpan DefaultSessionWait = TimeSpan.FromSeconds(10);

    /// <summary>The module.</summary>
    public required Pkcs11ModuleOptions Module { get; init; }

    /// <summary>Label of the token.</summary>
    public required string TokenLabel { get; init; }

    /// <summary>The user PIN; the caller keeps it until the token is disposed of.</summary>
    public required HsmPin Pin { get; init; }

    /// <summary>Most sessions; lowered to what the token says it has.</summary>
    public int MaxSessions { get; init; } = DefaultMaxSessions;

    /// <summary>How long an operation waits for a free session before it fails with <c>CKR_SESSION_COUNT</c>.</summary>
    public TimeSpan SessionWait { get; init; } = DefaultSessionWait;

    /// <summary>Told of every call into the module, on the calling thread; must not throw.</summary>
    public Action<HsmOperation>? Observer { get; init; }
}
