using System.Text.Json;

namespace Appliance.Formats.FiscoBcos;

/// <summary>
/// A transaction's hash covers its fields one after the other without lengths: bytes moved from one field to its neighbour keep hash
/// and signature. A transaction is accepted only where no other division of the same bytes has fields of the shapes that the
/// protocol gives them.
/// </summary>
internal static class FiscoFieldBoundaries
{
    // Digits of 2^256 - 1; texts of nonces are no longer.
    private const int MaxNonce = 78;

    private const int AddressDigits = 40;
    private const string HexDigits = "0123456789abcdefABCDEF";
    private const string PathCharacters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_./-";

    /// <summary>Why the division into fields could be another one, or null where it is the only one.</summary>
    public static string? Doubt(FiscoTransaction transaction)
    {
        if (transaction.ChainId.IsEmpty || transaction.GroupId.IsEmpty || !IsPrintable(transaction.ChainId.Span) || !IsPrintable(transaction.GroupId.Span))
            return "chain and group are not names in printable ASCII";
        if (transaction.BlockLimit >> 56 != 0)
            return "the block limit could be read as part of the group's name";
        foreach (ReadOnlyMemory<byte> nonce in FiscoPreimages.Nonces(transaction.Nonce))
        {
            // One reading of the nonce is the one that was hashed; the other may have any shape.
            if (IsHex(nonce.Span) && nonce.Length <= MaxNonce)
                return DoubtReceiver(transaction, nonce.Length) ?? DoubtAbi(transaction) ?? DoubtFees(transaction);
        }

        return "the nonce is not a number of up to 256 bits";
    }

    private static string? DoubtReceiver(FiscoTransaction transaction, int nonceLength)
    {
        ReadOnlySpan<byte> to = transaction.To.Span;
        byte next = transaction.Input.IsEmpty ? (byte)0 : transaction.Input.Span[0];
        if (to.IsEmpty)
            return IsOneOf(next, HexDigits) || next is (byte)'x' or (byte)'/' ? "the input could be read as a receiver" : null;
        if (to.StartsWith("0x"u8) && to.Length == AddressDigits + 2 && IsHex(to[2..]))
            return null;
        if (to.Length == AddressDigits && IsHex(to))
            return nonceLength + to.Length <= MaxNonce ? "the receiver could be read as part of the nonce" : null;
        if (to[0] == (byte)'/' && !to.ContainsAnyExcept(System.Text.Encoding.ASCII.GetBytes(PathCharacters)))
            return IsOneOf(next, PathCharacters) ? "the input could be read as part of the receiver's path" : null;
        return "the receiver is neither an address nor a path";
    }

    private static string? DoubtAbi(FiscoTransaction transaction)
    {
        if (!transaction.Abi.IsEmpty)
            return !transaction.To.IsEmpty ? "a call carries an interface" : IsInterface(transaction.Abi) ? null : "the interface is not a JSON array of objects with a type";
        bool mayHideAbi = transaction.To.IsEmpty && !transaction.Input.IsEmpty && transaction.Input.Span[^1] == (byte)']';
        return mayHideAbi ? "the end of the input could be read as an interface" : null;
    }

    private static string? DoubtFees(FiscoTransaction transaction)
    {
        if (transaction.Fees is not { } fees)
            return null;
        if (!IsQuantity(fees.Value.Span) || !IsQuantity(fees.GasPrice.Span) || !IsQuantity(fees.MaxFeePerGas.Span) || !IsQuantity(fees.MaxPriorityFeePerGas.Span))
            return "value and fees are not hexadecimal numbers with 0x";
        bool worthless = fees.Value.IsEmpty || fees.Value.Span.SequenceEqual("0x0"u8);
        if ((!fees.Value.IsEmpty && !worthless && fees.GasPrice.IsEmpty) || (fees.Value.IsEmpty && !fees.GasPrice.IsEmpty))
            return "value and gas price could be exchanged";
        if (fees.MaxFeePerGas.IsEmpty != fees.MaxPriorityFeePerGas.IsEmpty)
            return "the highest fee and the highest priority fee could be exchanged";
        if (EndsWithQuantity(transaction.Abi.IsEmpty ? transaction.Input.Span : transaction.Abi.Span) || fees.GasLimit >> 56 != 0)
            return "the bytes before could be read as the value, or the gas limit as a part of its neighbours";
        return !transaction.Extension.IsEmpty && (IsOneOf(transaction.Extension.Span[0], HexDigits) || transaction.Extension.Span[0] == (byte)'x')
            ? "the extension could be read as a fee"
            : null;
    }

    private static bool EndsWithQuantity(ReadOnlySpan<byte> bytes)
    {
        int digits = 0;
        while (digits < bytes.Length && IsOneOf(bytes[^(digits + 1)], HexDigits))
            digits++;
        ReadOnlySpan<byte> before = bytes[..^digits];
        return before.Length > 0 && before[^1] == (byte)'x';
    }

    private static bool IsQuantity(ReadOnlySpan<byte> text) => text.IsEmpty || (text.StartsWith("0x"u8) && text.Length > 2 && IsHex(text[2..]));

    private static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (byte one in text)
        {
            if (!IsOneOf(one, HexDigits))
                return false;
        }

        return !text.IsEmpty;
    }

    private static bool IsPrintable(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E);

    private static bool IsOneOf(byte one, string characters) => one < 0x80 && characters.Contains((char)one, StringComparison.Ordinal);

    private static bool IsInterface(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Array } list
                && list.GetArrayLength() > 0
                && list.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("type"u8, out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
