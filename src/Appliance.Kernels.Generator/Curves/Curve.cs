using System.Globalization;
using System.Numerics;
using Appliance.Kernels.Generator.Fields;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>A curve y^2 = x^3 + ax + b of prime order, a being -3 or 0.</summary>
/// <param name="Name">Prefix of the kernels' names.</param>
/// <param name="Prime">The prime of the coordinates.</param>
/// <param name="Order">The order of the group.</param>
/// <param name="IsAZero">a is 0 instead of -3.</param>
/// <param name="B">The curve's constant.</param>
/// <param name="InvertsScalars">ECDSA needs 1/s modulo the order; SM2 needs no arithmetic there.</param>
/// <param name="Beta">
/// The factor for which (x, y) -> (beta x, y) multiplies points by a scalar, so that scalars come in two halves; null where the curve has no such endomorphism.
/// </param>
public sealed record Curve(string Name, Modulus Prime, Modulus Order, bool IsAZero, BigInteger B, bool InvertsScalars, BigInteger? Beta = null)
{
    public static Curve P256 { get; } = new(
        "P256", Modulus.P256, Modulus.P256Order, IsAZero: false, Hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"), InvertsScalars: true);

    public static Curve Secp256k1 { get; } = new(
        "Secp256k1", Modulus.Secp256k1, Modulus.Secp256k1Order, IsAZero: true, B: 7, InvertsScalars: true,
        Beta: Hex("7ae96a2b657c07106e64479eac3434e99cf0497512f58995c1396c28719501ee"));

    public static Curve Sm2 { get; } = new(
        "Sm2", Modulus.Sm2, Modulus.Sm2Order, IsAZero: false, Hex("28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93"), InvertsScalars: false);

    private static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
