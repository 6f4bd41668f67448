using Appliance.Formats.Decoding;
using Appliance.Verification.Keys;
using Appliance.Verification.Trust;

namespace Appliance.Host.Cli;

/// <summary>Reads the files that a caller names beside a document: keys, anchors, detached data.</summary>
internal static class CompanionFiles
{
    // Anchors of thousands of organisations stay well below it.
    private const int MaxTrustBytes = 16 << 20;

    /// <exception cref="CommandFailure">A file cannot be read or holds no key.</exception>
    public static IReadOnlyList<KnownKey> ReadKeys(IEnumerable<string> files)
    {
        var keys = new List<KnownKey>();
        foreach (string file in files)
        {
            try
            {
                keys.AddRange(KnownKey.ReadAll(Read(file, Formats.Keys.PublicKeyFile.MaxBytes)));
            }
            catch (Exception exception) when (exception is DecodeException or FormatException)
            {
                throw new CommandFailure(
                    ExitCode.Usage, file, $"holds no key that can be used: {exception.Message}", "name a public key or certificate in PEM, a JWK, or C2SP verifier keys", exception);
            }
        }

        return keys;
    }

    /// <exception cref="CommandFailure">The file cannot be read.</exception>
    /// <exception cref="TrustAnchorException">It holds no anchors.</exception>
    public static TrustAnchors ReadTrust(string file) => TrustAnchorFile.Read(Read(file, MaxTrustBytes), file);

    /// <exception cref="CommandFailure">The file cannot be read or is too large.</exception>
    public static ReadOnlyMemory<byte> Read(string file, int limit)
    {
        using Stream stream = DocumentFile.Open(file);
        using var content = new MemoryStream();
        byte[] chunk = new byte[1 << 16];
        try
        {
            int read;
            while ((read = stream.Read(chunk)) > 0)
            {
                if (content.Length + read > limit)
                    throw new CommandFailure(ExitCode.Usage, file, $"is larger than {limit} bytes", "name another file");
                content.Write(chunk, 0, read);
            }
        }
        catch (IOException exception)
        {
            throw new CommandFailure(ExitCode.Usage, file, $"cannot be read: {exception.Message}", "check the disk", exception);
        }

        return content.ToArray();
    }

    /// <summary>Reads detached data, at most as large as a document may be; null where there is none, which no bytes are not.</summary>
    /// <exception cref="CommandFailure">The file cannot be read or is too large.</exception>
    public static ReadOnlyMemory<byte>? ReadDetached(string? file, DecodeLimits limits)
    {
        if (file is null)
            return null;
        return Read(file, limits.MaxDocumentBytes);
    }

    /// <summary>Reads the root of a tree; null where there is none.</summary>
    /// <exception cref="CommandFailure">Not hexadecimal digits.</exception>
    public static ReadOnlyMemory<byte>? ParseRoot(string? hex)
    {
        if (hex is null)
            return null;
        try
        {
            return Verification.Chains.Digest.Parse(hex).Span.ToArray();
        }
        catch (FormatException exception)
        {
            throw new CommandFailure(ExitCode.Usage, $"--root {hex}", "is not a hash", "a root has 64 hexadecimal digits", exception);
        }
    }
}
