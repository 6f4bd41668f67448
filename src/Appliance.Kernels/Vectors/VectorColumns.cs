namespace Appliance.Kernels;

/// <summary>Integers in columns of words.</summary>
internal static unsafe class VectorColumns<TKernels>
    where TKernels : IVectorKernels
{
    /// <summary>Writes a slot's integer into columns of four words per group.</summary>
    public static void PutSlot(ulong* columns, int slot, in UInt256 value)
    {
        int group = slot / TKernels.Lanes;
        Put(columns + group * VectorWorkspace<TKernels>.IntegerSize * TKernels.Lanes, slot % TKernels.Lanes, value);
    }

    /// <summary>Writes a lane's integer into four vectors.</summary>
    public static void Put(ulong* integer, int lane, in UInt256 value)
    {
        integer[lane] = value.W0;
        integer[TKernels.Lanes + lane] = value.W1;
        integer[2 * TKernels.Lanes + lane] = value.W2;
        integer[3 * TKernels.Lanes + lane] = value.W3;
    }
}
