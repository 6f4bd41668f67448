using System.Globalization;
using Appliance.Formats.Fabric;

namespace Appliance.Verification.Fabric;

/// <summary>
/// Reads endorsement policies in the notation of Fabric's command line: <c>AND('Org1MSP.peer', OR(…))</c>,
/// <c>OutOf(2, 'Org1MSP.member', …)</c>; names of rules in any case, roles member, admin, client, peer, orderer.
/// </summary>
public sealed class FabricPolicyText
{
    private const int MaxDepth = 16;

    private readonly string _text;
    private readonly List<FabricPrincipal> _principals = [];
    private int _position;

    private FabricPolicyText(string text) => _text = text;

    /// <summary>Reads a policy.</summary>
    /// <exception cref="FormatException">Not a policy; the message names the position.</exception>
    public static FabricSignaturePolicy Parse(string text)
    {
        var parser = new FabricPolicyText(text);
        FabricSignatureRule rule = parser.Rule(0);
        parser.SkipSpace();
        return parser._position == text.Length
            ? new FabricSignaturePolicy(rule, parser._principals)
            : throw parser.Unexpected("the end of the policy");
    }

    private FabricSignatureRule Rule(int depth)
    {
        if (depth > MaxDepth)
            throw new FormatException($"policy '{_text}': nested deeper than {MaxDepth} rules");
        SkipSpace();
        if (_position < _text.Length && _text[_position] == '\'')
            return Principal();

        string name = Word("a rule (AND, OR, OutOf) or a principal in quotes").ToUpperInvariant();
        if (name is not ("AND" or "OR" or "OUTOF"))
            throw new FormatException($"policy '{_text}': unknown rule {name} before position {_position}; known are AND, OR, OutOf");
        Expect('(');
        int required = -1;
        if (name == "OUTOF")
        {
            SkipSpace();
            string number = Word("a number");
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out required))
                throw new FormatException($"policy '{_text}': '{number}' before position {_position} is not a number");
            Expect(',');
        }

        var rules = new List<FabricSignatureRule>();
        do
            rules.Add(Rule(depth + 1));
        while (TryTake(','));
        Expect(')');
        required = name switch
        {
            "AND" => rules.Count,
            "OR" => 1,
            _ => required,
        };
        if (required < 1 || required > rules.Count)
            throw new FormatException($"policy '{_text}': {required} out of {rules.Count} rules can never be meant; it must be 1 to {rules.Count}");
        return new FabricNOutOf(required, rules);
    }

    private FabricSignedBy Principal()
    {
        int end = _text.IndexOf('\'', _position + 1);
        if (end < 0)
            throw Unexpected("a closing quote");
        string quoted = _text[(_position + 1)..end];
        int dot = quoted.LastIndexOf('.');
        if (dot <= 0 || !Enum.TryParse(quoted[(dot + 1)..], ignoreCase: true, out FabricRole role) || !Enum.IsDefined(role) || char.IsDigit(quoted[dot + 1]))
            throw new FormatException($"policy '{_text}': '{quoted}' at position {_position} is not MSP.role with role member, admin, client, peer or orderer");
        _position = end + 1;
        _principals.Add(new FabricRolePrincipal(quoted[..dot], role));
        return new FabricSignedBy(_principals.Count - 1);
    }

    private string Word(string expected)
    {
        int start = _position;
        while (_position < _text.Length && char.IsAsciiLetterOrDigit(_text[_position]))
            _position++;
        return _position > start ? _text[start.._position] : throw Unexpected(expected);
    }

    private void Expect(char character)
    {
        if (!TryTake(character))
            throw Unexpected($"'{character}'");
    }

    private bool TryTake(char character)
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] != character)
            return false;
        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;
    }

    private FormatException Unexpected(string expected) => new($"policy '{_text}': expected {expected} at position {_position}");
}
