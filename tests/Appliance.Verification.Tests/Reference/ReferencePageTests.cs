using System.Text;
using System.Xml.Linq;
using Appliance.Formats.Plans;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.Reference;

/// <summary>
/// Pages that are made from the closed lists in the code. A page that is not current fails; APPLIANCE_WRITE_REFERENCE=1 writes it anew.
/// </summary>
public sealed class ReferencePageTests
{
    [Fact]
    public void The_page_of_verdicts_is_current()
    {
        var page = new StringBuilder(
            "# Verdicts\n\nOne vocabulary for checks, transactions, blocks and documents, for every chain, scheme and backend. "
            + "The three outcomes are never confused: *genuine*, *not genuine* (the verdict says why), *not verified* (nobody could say).\n");
        foreach (Outcome outcome in new[] { Outcome.Genuine, Outcome.NotGenuine, Outcome.NotVerified })
        {
            page.Append($"\n## {Heading(outcome)}\n\n| verdict | meaning |\n| --- | --- |\n");
            foreach (Verdict verdict in Enum.GetValues<Verdict>().Where(one => one.Outcome() == outcome))
                page.Append($"| `{verdict}` | {Summary(verdict)} |\n");
        }

        AssertCurrent("verdicts.md", page.ToString());
    }

    [Fact]
    public void The_page_of_checks_is_current()
    {
        var page = new StringBuilder(
            "# Checks\n\nRules that formats define, as reports name them. Which of them a format uses, and which are mandatory, "
            + "stands on the format's own page.\n\n| check | rule |\n| --- | --- |\n");
        foreach (CheckKind kind in Enum.GetValues<CheckKind>())
            page.Append($"| `{kind}` | {Summary(kind)} |\n");
        AssertCurrent("checks.md", page.ToString());
    }

    [Fact]
    public void Every_verdict_has_one_outcome_and_only_three_are_genuine()
    {
        Assert.Equal(Outcome.NotVerified, default(Verdict).Outcome());
        Assert.Equal(
            [Verdict.Valid, Verdict.Genuine, Verdict.SignatureValid],
            Enum.GetValues<Verdict>().Where(verdict => verdict.IsGenuine()));
        Assert.All(
            Enumerable.Range(0, 256).Select(value => (Verdict)value).Where(value => !Enum.IsDefined(value)),
            unknown => Assert.Equal(Outcome.NotVerified, unknown.Outcome()));
    }

    private static string Heading(Outcome outcome) => outcome switch
    {
        Outcome.Genuine => "Genuine",
        Outcome.NotGenuine => "Not genuine",
        _ => "Not verified",
    };

    private static string Summary<T>(T value)
        where T : struct, Enum
    {
        string documentation = Path.ChangeExtension(typeof(T).Assembly.Location, ".xml");
        string member = $"F:{typeof(T).FullName}.{value}";
        XElement summary = XDocument.Load(documentation).Descendants("member").Single(one => (string?)one.Attribute("name") == member).Element("summary")!;
        foreach (XElement reference in summary.Descendants("see").ToArray())
            reference.ReplaceWith($"`{((string)reference.Attribute("cref")!).Split('.')[^1]}`");
        string text = string.Join(' ', summary.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (string outcome in new[] { "Genuine: ", "Not genuine: ", "Not verified: " })
            text = text.StartsWith(outcome, StringComparison.Ordinal) ? char.ToUpperInvariant(text[outcome.Length]) + text[(outcome.Length + 1)..] : text;
        return text;
    }

    private static void AssertCurrent(string name, string page)
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Appliance.sln")))
            root = root.Parent;
        Assert.NotNull(root);
        string path = Path.Combine(root.FullName, "docs", "reference", name);
        if (Environment.GetEnvironmentVariable("APPLIANCE_WRITE_REFERENCE") == "1")
            File.WriteAllText(path, page);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == page, $"{path} is not current: run the tests once with APPLIANCE_WRITE_REFERENCE=1");
    }
}
