using Appliance.Verification.Trust;

namespace Appliance.Host.Api;

/// <summary>The anchors in force. A reload replaces them as a whole; one that fails keeps the last good ones.</summary>
internal sealed class AnchorSource
{
    private readonly string _file;
    private volatile TrustAnchors _current;

    /// <exception cref="TrustAnchorException">The file cannot be read.</exception>
    public AnchorSource(string file)
    {
        _file = file;
        _current = TrustAnchorFile.Load(file);
        LastSuccess = DateTimeOffset.UtcNow;
    }

    /// <summary>The anchors.</summary>
    public TrustAnchors Current => _current;

    /// <summary>When they were last read without an error.</summary>
    public DateTimeOffset LastSuccess { get; private set; }

    /// <summary>Reads the file again.</summary>
    /// <returns>How many anchors came and how many went.</returns>
    /// <exception cref="TrustAnchorException">The file cannot be read; the anchors stay as they were.</exception>
    public (int Added, int Removed) Reload()
    {
        TrustAnchors next = TrustAnchorFile.Load(_file);
        HashSet<string> before = [.. _current.All.Select(Name)];
        HashSet<string> after = [.. next.All.Select(Name)];
        _current = next;
        LastSuccess = DateTimeOffset.UtcNow;
        return (after.Except(before).Count(), before.Except(after).Count());
    }

    private static string Name(TrustAnchor anchor) => $"{anchor.Format}/{anchor.Chain}/{anchor.Id}";
}
