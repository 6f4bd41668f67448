using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>
/// Hashes a batch of messages of any lengths on the lanes of a hash: a lane whose message ends takes the next one at once, whole blocks are
/// read where they lie, and only a message's beginning behind a prefix and its padded end are copied.
/// </summary>
internal static unsafe class LaneScheduler<THash>
    where THash : struct, ILaneHash
{
    private const int Alignment = 64;

    /// <summary>The most blocks that a lane assembles: one with the prefixes, two with the end.</summary>
    private const int AssembledBlocks = 3;

    /// <summary>Writes one digest per message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hash(in MessageColumns columns, Span<byte> digests)
    {
        int lanes = THash.Lanes;
        int assembledSize = AssembledBlocks * THash.BlockSize;
        byte* memory = stackalloc byte[THash.MemorySize + lanes * (assembledSize + THash.DigestSize + THash.WordSize) + Alignment];
        memory = (byte*)((nuint)(memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        byte* fresh = memory + THash.MemorySize;
        byte* assembled = fresh + lanes * THash.WordSize;
        byte* finished = assembled + lanes * assembledSize;
        byte** rows = stackalloc byte*[lanes];
        Lane* states = stackalloc Lane[lanes];
        fixed (byte* messages = columns.Messages, first = columns.First.Bytes, second = columns.Second.Bytes, output = digests)
        fixed (int* ends = columns.Ends)
        {
            var feed = new Feed
            {
                Messages = messages,
                Readable = messages + columns.Messages.Length,
                Ends = ends,
                Count = columns.Ends.Length,
                First = first,
                FirstSize = columns.First.Size,
                FirstStride = columns.First.Stride,
                Second = second,
                SecondSize = columns.Second.Size,
                SecondStride = columns.Second.Stride,
            };
            for (int i = 0; i < lanes; i++)
            {
                states[i].Item = -1;
                if (feed.Next < feed.Count) feed.Start(ref states[i], ref rows[i], assembled + i * assembledSize);
            }

            new Span<byte>(fresh, lanes * THash.WordSize).Fill(byte.MaxValue);
            THash.Reset(memory, fresh);
            new Span<byte>(fresh, lanes * THash.WordSize).Clear();
            while (true)
            {
                int blocks = int.MaxValue;
                int someLane = -1;
                uint groups = 0;
                for (int i = 0; i < lanes; i++)
                {
                    if (states[i].Item < 0) continue;

                    blocks = Math.Min(blocks, states[i].Blocks);
                    groups |= 1u << i / THash.GroupLanes;
                    someLane = i;
                }

                if (someLane < 0) return;

                for (int i = 0; i < lanes; i++)
                {
                    if (states[i].Item < 0) rows[i] = rows[someLane];
                }

                nint size = (nint)blocks * THash.BlockSize;
                for (nint offset = 0; offset < size; offset += THash.BlockSize)
                {
                    THash.Absorb(memory, rows, offset, groups);
                }

                bool digestsReady = false;
                bool anyFresh = false;
                for (int i = 0; i < lanes; i++)
                {
                    if (states[i].Item < 0) continue;

                    rows[i] += size;
                    if ((states[i].Blocks -= blocks) != 0) continue;

                    if (!states[i].AtEnd)
                    {
                        feed.Continue(ref states[i], ref rows[i], assembled + i * assembledSize);
                        continue;
                    }

                    if (!digestsReady) THash.Digests(memory, finished);

                    digestsReady = true;
                    Unsafe.CopyBlockUnaligned(
                        output + (nint)states[i].Item * THash.DigestSize, finished + i * THash.DigestSize, (uint)THash.DigestSize);
                    states[i].Item = -1;
                    if (feed.Next == feed.Count) continue;

                    feed.Start(ref states[i], ref rows[i], assembled + i * assembledSize);
                    MarkFresh(fresh + i * THash.WordSize);
                    anyFresh = true;
                }

                if (!anyFresh) continue;

                THash.Reset(memory, fresh);
                new Span<byte>(fresh, lanes * THash.WordSize).Clear();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MarkFresh(byte* mark)
    {
        if (THash.WordSize == sizeof(uint))
        {
            *(uint*)mark = uint.MaxValue;
        }
        else
        {
            *(ulong*)mark = ulong.MaxValue;
        }
    }

    /// <summary>What a lane is at: a run of blocks that lie one after the other, and what follows it.</summary>
    private struct Lane
    {
        /// <summary>The message, or -1 when the lane is idle.</summary>
        public int Item;

        /// <summary>Blocks left in this run.</summary>
        public int Blocks;

        /// <summary>Whether this run ends with the padding.</summary>
        public bool AtEnd;

        /// <summary>The part of the message that no run holds yet.</summary>
        public byte* Rest;

        public int RestLength;

        /// <summary>Bytes of the whole message with its prefixes.</summary>
        public ulong Length;
    }

    /// <summary>Hands out messages and their runs of blocks.</summary>
    private struct Feed
    {
        public byte* Messages;
        public byte* Readable;
        public int* Ends;
        public int Count;
        public int Next;
        public byte* First;
        public nint FirstStride;
        public int FirstSize;
        public int SecondSize;
        public byte* Second;
        public nint SecondStride;

        /// <summary>Gives the next message to a lane.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Start(ref Lane lane, ref byte* row, byte* assembled)
        {
            int item = Next++;
            int start = item == 0 ? 0 : Ends[item - 1];
            lane.Item = item;
            lane.Rest = Messages + start;
            lane.RestLength = Ends[item] - start;
            int prefix = FirstSize + SecondSize;
            lane.Length = (ulong)lane.RestLength + (ulong)prefix;
            if (prefix == 0)
            {
                Continue(ref lane, ref row, assembled);
                return;
            }

            Unsafe.CopyBlockUnaligned(assembled, First + item * FirstStride, (uint)FirstSize);
            Unsafe.CopyBlockUnaligned(assembled + FirstSize, Second + item * SecondStride, (uint)SecondSize);
            row = assembled;
            int taken = THash.BlockSize - prefix;
            if (lane.RestLength < taken)
            {
                End(ref lane, assembled, prefix);
                return;
            }

            Unsafe.CopyBlockUnaligned(assembled + prefix, lane.Rest, (uint)taken);
            lane.Rest += taken;
            lane.RestLength -= taken;
            lane.Blocks = 1;
            lane.AtEnd = false;
            if (lane.RestLength >= THash.BlockSize) return;

            End(ref lane, assembled + THash.BlockSize, 0);
            lane.Blocks++;
        }

        /// <summary>Gives a lane the next run of its message: its whole blocks, or else its end.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Continue(ref Lane lane, ref byte* row, byte* assembled)
        {
            int blocks = lane.RestLength / THash.BlockSize;
            if (blocks == 0)
            {
                row = assembled;
                End(ref lane, assembled, 0);
                return;
            }

            row = lane.Rest;
            lane.Rest += blocks * THash.BlockSize;
            lane.RestLength -= blocks * THash.BlockSize;
            lane.Blocks = blocks;
            lane.AtEnd = false;
        }

        /// <summary>Copies what is left of the message behind the bytes already in the block, and pads.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void End(ref Lane lane, byte* block, int used)
        {
            int length = used + lane.RestLength;
            lane.Blocks = length + THash.MinPadding > THash.BlockSize ? 2 : 1;
            lane.AtEnd = true;
            int size = lane.Blocks * THash.BlockSize;
            if (used == 0)
            {
                Padding.Copy(block, lane.Rest, length, size, Readable);
            }
            else
            {
                Unsafe.CopyBlockUnaligned(block + used, lane.Rest, (uint)lane.RestLength);
                Unsafe.InitBlockUnaligned(block + length, 0, (uint)(size - length));
            }

            block[length] = THash.PaddingStart;
            THash.EndPadding(block + size, lane.Length);
        }
    }
}
