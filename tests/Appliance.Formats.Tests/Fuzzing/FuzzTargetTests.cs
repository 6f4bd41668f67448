using System.Reflection;
using Appliance.Formats.Decoding;
using Appliance.Fuzz;

namespace Appliance.Formats.Tests.Fuzzing;

public sealed class FuzzTargetTests
{
    [Fact]
    public void Every_decoder_has_a_fuzz_target()
    {
        var covered = FuzzTargets.All.SelectMany(target => target.Decoders).ToHashSet(StringComparer.Ordinal);
        string[] decoders = [.. Decoders()];
        Assert.True(decoders.Length >= 15, "the search for decoders found too few of them to be believed");
        Assert.Empty(decoders.Except(covered));
        Assert.Empty(covered.Except(decoders));
        Assert.Equal(FuzzTargets.All.Count, FuzzTargets.All.Select(target => target.Name).Distinct().Count());
    }

    // Public methods that turn bytes into something: by the verb, or because they read a stream.
    private static IEnumerable<string> Decoders() =>
        typeof(DecodeException).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => IsDecoder(method))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .Distinct();

    private static bool IsDecoder(MethodInfo method)
    {
        bool verb = method.IsStatic
            && (method.Name.StartsWith("Decode", StringComparison.Ordinal)
                || method.Name.StartsWith("TryDecode", StringComparison.Ordinal)
                || method.Name is "Read" or "ReadAll" or "Recognise" or "FromBlock");
        bool stream = method.Name == "Read"
            && method.DeclaringType!.GetConstructors().Any(c => c.GetParameters().Any(p => p.ParameterType == typeof(Stream)));
        return verb || stream;
    }
}
