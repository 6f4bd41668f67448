using Appliance.Kernels.Generator.Curves;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;
using Appliance.Kernels.Generator.Machine;

var pool = new ConstantPool();
foreach (Curve curve in (Curve[])[Curve.P256, Curve.Sm2])
{
    foreach (Kernel kernel in new CurveKernels(curve, 8, (program, modulus) => new Field52(program, modulus)).All)
    {
        Console.WriteLine($"{kernel.Name} {new IfmaCompiler(pool).Compile(kernel).Length}");
    }

    foreach (Kernel kernel in new CurveKernels(curve, 4, (program, modulus) => new Field29(program, modulus)).All)
    {
        Console.WriteLine($"{kernel.Name} {kernel.Sections.Sum(s => s.Program.Instructions.Count)}");
    }
}
