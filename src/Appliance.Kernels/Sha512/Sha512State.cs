using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>SHA-512 in progress, FIPS 180-4 sections 5.1.2 and 6.4.</summary>
internal struct Sha512State : IStreamingHash<Sha512State>
{
    private const int BlockSize = Sha512Compression.BlockSize;

    /// <summary>Where the last block's 128 bits of length begin.</summary>
    private const int LengthOffset = BlockSize - 16;

    private Words _state;
    private Block _block;
    private int _buffered;
    private ulong _length;

    public static Sha512State Create()
    {
        Sha512State hash;
        Unsafe.SkipInit(out hash);
        Sha512Compression.InitialState.CopyTo(hash._state);
        hash._buffered = 0;
        hash._length = 0;
        return hash;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _length += (ulong)bytes.Length;
        if (_buffered != 0)
        {
            int taken = Math.Min(BlockSize - _buffered, bytes.Length);
            bytes[..taken].CopyTo(_block[_buffered..]);
            _buffered += taken;
            bytes = bytes[taken..];
            if (_buffered < BlockSize) return;

            Sha512Compression.Compress(_state, _block);
            _buffered = 0;
        }

        int whole = bytes.Length & -BlockSize;
        if (whole != 0) Sha512Compression.Compress(_state, bytes[..whole]);

        bytes[whole..].CopyTo(_block);
        _buffered = bytes.Length - whole;
    }

    /// <summary>Pads and writes the 64 bytes of the digest. Nothing may be appended afterwards.</summary>
    public void Finish(Span<byte> digest)
    {
        Span<byte> block = _block;
        block[_buffered] = 0x80;
        block[(_buffered + 1)..].Clear();
        if (_buffered >= LengthOffset)
        {
            Sha512Compression.Compress(_state, block);
            block.Clear();
        }

        BinaryPrimitives.WriteUInt64BigEndian(block[LengthOffset..], _length >> 61);
        BinaryPrimitives.WriteUInt64BigEndian(block[(LengthOffset + 8)..], _length << 3);
        Sha512Compression.Compress(_state, block);
        for (int i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(digest[(8 * i)..], _state[i]);
        }
    }

    [InlineArray(8)]
    private struct Words
    {
        private ulong _element;
    }

    [InlineArray(BlockSize)]
    private struct Block
    {
        private byte _element;
    }
}
