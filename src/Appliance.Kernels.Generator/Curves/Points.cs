using Appliance.Kernels.Generator.Fields;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>x and y.</summary>
public sealed record Affine(Element X, Element Y);

/// <summary>x = X / Z^2, y = Y / Z^3. Cheapest to double.</summary>
public sealed record Jacobian(Element X, Element Y, Element Z);

/// <summary>x = X / ZZ, y = Y / ZZZ, ZZ^3 = ZZZ^2. Cheapest to add affine points to.</summary>
public sealed record Xyzz(Element X, Element Y, Element Zz, Element Zzz);
