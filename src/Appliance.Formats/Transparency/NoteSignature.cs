using Appliance.Formats.Keys;

namespace Appliance.Formats.Transparency;

/// <summary>One signature line of a note. Which scheme it is only the key tells that has this name and id.</summary>
public sealed class NoteSignature
{
    /// <summary>Bytes of the key id in front of the signature.</summary>
    public const int KeyIdSize = 4;

    private readonly byte[] _bytes;

    internal NoteSignature(string name, byte[] bytes)
    {
        Name = name;
        _bytes = bytes;
    }

    /// <summary>Name of the key.</summary>
    public string Name { get; }

    /// <summary>Id of the key, 4 bytes.</summary>
    public ReadOnlyMemory<byte> KeyId => _bytes.AsMemory(0, KeyIdSize);

    /// <summary>The signature as its type encodes it, without the key id; at least one byte.</summary>
    public ReadOnlyMemory<byte> Value => _bytes.AsMemory(KeyIdSize);

    /// <summary>Whether this line claims to be of that key: name and id are the same.</summary>
    public bool IsBy(NoteVerifierKey key) => KeyId.Span.SequenceEqual(key.KeyHash.Span) && string.Equals(Name, key.Name, StringComparison.Ordinal);
}
