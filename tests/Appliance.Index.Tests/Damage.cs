namespace Appliance.Index.Tests;

/// <summary>What disks and people do to files.</summary>
internal static class Damage
{
    public static void Flip(string path, long offset)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = offset;
        int value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ 0x10));
    }

    /// <summary>Swaps two different words of 8 bytes, which an XOR over words does not notice.</summary>
    public static void SwapWords(string path, long offset)
    {
        using var file = new FileStream(path, FileMode.Open);
        byte[] words = new byte[16];
        file.Position = offset;
        file.ReadExactly(words);
        Assert.NotEqual(words[..8], words[8..]);
        file.Position = offset;
        file.Write(words, 8, 8);
        file.Write(words, 0, 8);
    }

    public static void Truncate(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open);
        Assert.True(length < file.Length);
        file.SetLength(length);
    }

    public static void Zero(string path) => File.WriteAllBytes(path, new byte[new FileInfo(path).Length]);

    public static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string directory in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, directory)));
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)), overwrite: true);
    }
}
