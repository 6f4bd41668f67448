using System.Buffers.Binary;
using System.Text;
using Appliance.Verification.Chains;

namespace Appliance.Index.Blocks;

/// <summary>
/// The body of a chain's declaration, which gives it the number in the entry's head: <c>first block32 | format length2 | format | name
/// length2 | name</c> (UTF-8). The entry's height is the height at which indexing starts.
/// </summary>
internal static class ChainRecord
{
    /// <summary>Encodes a chain.</summary>
    public static byte[] Encode(ChainKey chain)
    {
        byte[] format = Encoding.UTF8.GetBytes(chain.Format);
        byte[] name = Encoding.UTF8.GetBytes(chain.Name);
        byte[] body = new byte[Digest.Size + 4 + format.Length + name.Length];
        chain.FirstBlock.Span.CopyTo(body);
        Span<byte> rest = body.AsSpan(Digest.Size);
        BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)format.Length);
        format.CopyTo(rest[2..]);
        rest = rest[(2 + format.Length)..];
        BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)name.Length);
        name.CopyTo(rest[2..]);
        return body;
    }

    /// <summary>Decodes a chain.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a chain.</exception>
    public static ChainKey Decode(ReadOnlySpan<byte> body)
    {
        try
        {
            int format = BinaryPrimitives.ReadUInt16LittleEndian(body[Digest.Size..]);
            ReadOnlySpan<byte> rest = body[(Digest.Size + 2 + format)..];
            int name = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            return new ChainKey(
                Encoding.UTF8.GetString(body.Slice(Digest.Size + 2, format)),
                Encoding.UTF8.GetString(rest.Slice(2, name)),
                new Digest(body[..Digest.Size]));
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidDataException("the declaration of a chain ends too early", e);
        }
    }
}
