using System.ComponentModel;
using System.Reflection;
using System.Runtime.InteropServices;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Appliance.Hsm;

/// <summary>What has to be arranged with the C library before a PKCS#11 module is loaded.</summary>
internal static class NativeModules
{
    // Pkcs11Interop asks for "libdl", which only a development package provides; since glibc 2.34 its functions are in libc itself.
    private static readonly string[] LibDl = ["libdl.so.2", "libc.so.6"];

    private static int _resolving;

    /// <summary>Lets Pkcs11Interop find <c>dlopen</c> on machines without development packages.</summary>
    public static void ResolveLibDl()
    {
        if (Interlocked.Exchange(ref _resolving, 1) == 0)
            NativeLibrary.SetDllImportResolver(typeof(Pkcs11InteropFactories).Assembly, Resolve);
    }

    /// <summary>
    /// Sets a variable in the environment that native code reads. <see cref="Environment.SetEnvironmentVariable(string, string?)"/>
    /// changes only the runtime's own copy.
    /// </summary>
    public static void SetEnvironment(string name, string value)
    {
        if (SetEnv(name, value, 1) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"setenv {name}");
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "libdl")
            return IntPtr.Zero;
        foreach (string candidate in LibDl)
        {
            if (NativeLibrary.TryLoad(candidate, out IntPtr library))
                return library;
        }
        return IntPtr.Zero;
    }

    [DllImport("libc", EntryPoint = "setenv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnv(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
