namespace Appliance.Kernels;

/// <summary>The curve -x^2 + y^2 = 1 + d x^2 y^2 over 2^255 - 19 of RFC 8032 section 5.1: 8 L points, generator of order L.</summary>
internal static class Edwards25519
{
    public static readonly EdwardsElement D = EdwardsElement.Unpack(
        new UInt256(0x75eb4dca135978a3, 0x00700a4d4141d8ab, 0x8cc740797779e898, 0x52036cee2b6ffe73));

    public static readonly EdwardsElement TwiceD = EdwardsElement.Unpack(
        new UInt256(0xebd69b9426b2f159, 0x00e0149a8283b156, 0x198e80f2eef3d130, 0x2406d9dc56dffce7));

    /// <summary>A square root of -1: 2^((p - 1) / 4).</summary>
    public static readonly EdwardsElement RootOfMinusOne = EdwardsElement.Unpack(
        new UInt256(0xc4ee1b274a0ea0b0, 0x2f431806ad2fe478, 0x2b4d00993dfbd7a7, 0x2b8324804fc1df0b));

    /// <summary>The generator B.</summary>
    public static ExtendedPoint Generator
    {
        get
        {
            ExtendedPoint generator = default;
            generator.X = EdwardsElement.Unpack(
                new UInt256(0xc9562d608f25d51a, 0x692cc7609525a7b2, 0xc0a4e231fdd6dc5c, 0x216936d3cd6e53fe));
            generator.Y = EdwardsElement.Unpack(
                new UInt256(0x6666666666666658, 0x6666666666666666, 0x6666666666666666, 0x6666666666666666));
            generator.Z = EdwardsField.One;
            EdwardsField.Multiply(out generator.T, generator.X, generator.Y);
            return generator;
        }
    }
}
