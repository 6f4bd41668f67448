namespace Appliance.Kernels.Generator.Machine;

/// <summary>The words that kernels read through the pointer to constants, each once; broadcast to all lanes on reading.</summary>
public sealed class ConstantPool
{
    private readonly Dictionary<ulong, int> _offsets = [];
    private readonly List<ulong> _words = [];

    public IReadOnlyList<ulong> Words => _words;

    /// <summary>Byte offset of a word.</summary>
    public int OffsetOf(ulong word)
    {
        if (!_offsets.TryGetValue(word, out int offset))
        {
            offset = _words.Count * sizeof(ulong);
            _words.Add(word);
            _offsets.Add(word, offset);
        }

        return offset;
    }
}
