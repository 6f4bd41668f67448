using System.Text;

namespace Appliance.Formats.Wire;

/// <summary>
/// Turns names that repeat thousands of times in a document (channels, organisations, chaincodes) into one string each. Keeps
/// the first few only, so hostile input cannot make it grow. Not safe for concurrent use.
/// </summary>
public sealed class Utf8Names
{
    // Channels, organisations and chaincodes of one block: more than this is unusual and merely costs a string each.
    private const int Capacity = 32;

    private readonly byte[][] _bytes = new byte[Capacity][];
    private readonly string[] _names = new string[Capacity];
    private int _count;

    /// <summary>The string of valid UTF-8 bytes.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        for (int i = 0; i < _count; i++)
        {
            if (utf8.SequenceEqual(_bytes[i]))
                return _names[i];
        }

        string name = Encoding.UTF8.GetString(utf8);
        if (_count < Capacity)
        {
            _bytes[_count] = utf8.ToArray();
            _names[_count++] = name;
        }

        return name;
    }
}
