using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>The compression function of a hash with 64-byte blocks, a 32-byte state and Merkle-Damgard strengthening.</summary>
internal interface ICompression
{
    /// <summary>Eight words.</summary>
    static abstract ReadOnlySpan<uint> InitialState { get; }

    /// <summary>Absorbs whole blocks into the eight words of the state.</summary>
    static abstract void Compress(Span<uint> state, ReadOnlySpan<byte> blocks);
}

/// <summary>A hash in progress. A copy goes its own way, which is how a common prefix is hashed once.</summary>
internal struct BlockHash<TCompression> : IStreamingHash<BlockHash<TCompression>>
    where TCompression : struct, ICompression
{
    private const int BlockSize = 64;
    private const int LengthOffset = 56;

    private State _state;
    private Block _block;
    private int _buffered;
    private ulong _length;

    public static BlockHash<TCompression> Create()
    {
        BlockHash<TCompression> hash;
        Unsafe.SkipInit(out hash);
        TCompression.InitialState.CopyTo(hash._state);
        hash._buffered = 0;
        hash._length = 0;
        return hash;
    }

    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        BlockHash<TCompression> hash = Create();
        hash.Append(message);
        hash.Finish(digest);
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

            TCompression.Compress(_state, _block);
            _buffered = 0;
        }

        int whole = bytes.Length & -BlockSize;
        if (whole != 0) TCompression.Compress(_state, bytes[..whole]);

        bytes[whole..].CopyTo(_block);
        _buffered = bytes.Length - whole;
    }

    /// <summary>Pads and writes the 32 bytes of the digest. Nothing may be appended afterwards.</summary>
    public void Finish(Span<byte> digest)
    {
        Span<byte> block = _block;
        block[_buffered] = 0x80;
        block[(_buffered + 1)..].Clear();
        if (_buffered >= LengthOffset)
        {
            TCompression.Compress(_state, block);
            block.Clear();
        }

        BinaryPrimitives.WriteUInt64BigEndian(block[LengthOffset..], _length * 8);
        TCompression.Compress(_state, block);
        for (int i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * i)..], _state[i]);
        }
    }

    [InlineArray(8)]
    private struct State
    {
        private uint _element;
    }

    [InlineArray(BlockSize)]
    private struct Block
    {
        private byte _element;
    }
}
