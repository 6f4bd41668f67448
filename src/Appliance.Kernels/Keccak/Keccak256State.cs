using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Keccak-256 in progress: the sponge of FIPS 202 section 4 with the padding 10*1 and no suffix.</summary>
internal struct Keccak256State : IStreamingHash<Keccak256State>
{
    private const int Rate = KeccakPermutation.Rate;

    private Words _state;
    private Block _block;
    private int _buffered;

    public static Keccak256State Create()
    {
        Keccak256State hash;
        Unsafe.SkipInit(out hash);
        hash._state = default;
        hash._buffered = 0;
        return hash;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffered != 0)
        {
            int taken = Math.Min(Rate - _buffered, bytes.Length);
            bytes[..taken].CopyTo(_block[_buffered..]);
            _buffered += taken;
            bytes = bytes[taken..];
            if (_buffered < Rate) return;

            KeccakPermutation.Absorb(_state, _block);
            _buffered = 0;
        }

        int whole = bytes.Length - bytes.Length % Rate;
        if (whole != 0) KeccakPermutation.Absorb(_state, bytes[..whole]);

        bytes[whole..].CopyTo(_block);
        _buffered = bytes.Length - whole;
    }

    /// <summary>Pads and writes the 32 bytes of the digest. Nothing may be appended afterwards.</summary>
    public void Finish(Span<byte> digest)
    {
        Span<byte> block = _block;
        block[_buffered..].Clear();

        // The first and the last bit of the padding may fall into one byte.
        block[_buffered] ^= 0x01;
        block[Rate - 1] ^= 0x80;
        KeccakPermutation.Absorb(_state, block);
        for (int i = 0; i < Keccak256.DigestSize / 8; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(digest[(8 * i)..], _state[i]);
        }
    }

    [InlineArray(KeccakPermutation.Lanes)]
    private struct Words
    {
        private ulong _element;
    }

    [InlineArray(Rate)]
    private struct Block
    {
        private byte _element;
    }
}
