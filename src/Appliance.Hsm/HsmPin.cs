using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;

namespace Appliance.Hsm;

/// <summary>A PIN in memory, wiped when it is disposed of, and never shown.</summary>
public sealed class HsmPin : IDisposable
{
    /// <summary>Longest PIN in bytes: what SoftHSM2 and most devices take.</summary>
    public const int MaxBytes = 255;

    /// <summary>Length of a generated PIN in characters: 142 bits.</summary>
    public const int GeneratedLength = 24;

    private const string ReadStep = "read PIN file";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OpenToOthers =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite;

    private readonly byte[] _value;

    private HsmPin(byte[] value) => _value = value;

    internal byte[] Value => _value;

    /// <summary>A random PIN of letters and digits.</summary>
    public static HsmPin Generate()
    {
        Span<char> characters = stackalloc char[GeneratedLength];
        RandomNumberGenerator.GetItems(Alphabet, characters);
        byte[] value = new byte[GeneratedLength];
        for (int i = 0; i < value.Length; i++)
            value[i] = checked((byte)characters[i]);
        characters.Clear();
        return new HsmPin(value);
    }

    /// <summary>Copies a PIN.</summary>
    /// <exception cref="HsmException"><c>CKR_PIN_LEN_RANGE</c>: empty or longer than <see cref="MaxBytes"/>.</exception>
    public static HsmPin FromBytes(ReadOnlySpan<byte> value) => value.Length is > 0 and <= MaxBytes
        ? new HsmPin(value.ToArray())
        : throw HsmException.From(CKR.CKR_PIN_LEN_RANGE, ReadStep, "", null, $"the PIN has {value.Length} bytes, 1 to {MaxBytes} are allowed");

    /// <summary>
    /// Reads a PIN file without its line end. The file may belong to a group that reads it, as credentials of systemd do, but not
    /// to everyone.
    /// </summary>
    /// <exception cref="HsmException">The file is open to others, missing, empty or too long.</exception>
    public static HsmPin FromFile(string path)
    {
        byte[] content = [];
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OpenToOthers) != 0)
                throw HsmException.From(CKR.CKR_PIN_INVALID, ReadStep, "", null, $"{path} is open to others: chmod 600 it and change the PIN");
            using FileStream file = File.OpenRead(path);
            content = new byte[MaxBytes + 2];
            int length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return FromBytes(content.AsSpan(0, length).TrimEnd("\r\n"u8));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw HsmException.From(CKR.CKR_PIN_INVALID, ReadStep, "", null, $"{path} cannot be read: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Writes the PIN to a new file that only the owner can read.</summary>
    /// <exception cref="IOException">The file exists already, or cannot be written.</exception>
    public void WriteTo(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(path, options);
        file.Write(_value);
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
    }

    /// <summary>Wipes the PIN.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_value);

    /// <summary>Never the PIN.</summary>
    public override string ToString() => "PIN";
}
