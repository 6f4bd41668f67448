using System.Globalization;
using Appliance.Host.Configuration;

namespace Appliance.Host.Tests.Cli;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task An_unknown_key_is_an_error_when_validating_and_a_warning_otherwise()
    {
        using var folder = new TestFolder();
        string file = folder.Write("appliance.toml", "[service]\nmax_concurent_documents = 4\n"u8);

        ApplianceProcess.Result validate = await ApplianceProcess.RunAsync("config", "validate", "--config", file, "--data", folder.Data);
        ApplianceProcess.Result show = await ApplianceProcess.RunAsync("config", "show", "--config", file, "--data", folder.Data);

        Assert.Equal(3, validate.Code);
        Assert.Contains("service.max_concurent_documents", validate.Error, StringComparison.Ordinal);
        Assert.Equal(0, show.Code);
        Assert.Contains("service.max_concurent_documents", show.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[service]\nmax_concurrent_documents = 0\n")]
    [InlineData("[service]\nmax_concurrent_documents = \"4\"\n")]
    [InlineData("[service\n")]
    [InlineData("[chaincode_policies]\nmycc = \"AND(\"\n")]
    public async Task A_wrong_value_is_3_and_names_the_file(string content)
    {
        using var folder = new TestFolder();
        string file = folder.Write("appliance.toml", System.Text.Encoding.UTF8.GetBytes(content));

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("config", "validate", "--config", file, "--data", folder.Data);

        Assert.True(result.Code == 3, result.ToString());
        Assert.StartsWith("appliance: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_goes_before_the_file()
    {
        using var folder = new TestFolder();
        string file = folder.Write("appliance.toml", "[service]\nmax_concurrent_documents = 4\nmax_waiting_documents = 5\n"u8);

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync(
            new Dictionary<string, string?> { ["APPLIANCE__SERVICE__MAX_CONCURRENT_DOCUMENTS"] = "6" },
            "config", "show", "-o", "json", "--config", file, "--data", folder.Data);

        Assert.Equal(6, result.Json().GetProperty("service.max_concurrent_documents").GetProperty("value").GetInt64());
        Assert.Equal(5, result.Json().GetProperty("service.max_waiting_documents").GetProperty("value").GetInt64());
    }

    [Fact]
    public void The_template_with_everything_switched_on_is_the_defaults()
    {
        using var folder = new TestFolder();
        string[] lines = ConfigurationTemplate.Write().Split('\n');
        string text = string.Join('\n', lines.Select(line => line.StartsWith('#') && line.Contains(" = ", StringComparison.Ordinal) && !line.StartsWith("# ", StringComparison.Ordinal) ? line[1..] : line));
        string file = folder.Write("appliance.toml", System.Text.Encoding.UTF8.GetBytes(text));

        ApplianceConfiguration configuration = ConfigurationLoader.Load(new DataDirectory(folder.Data), file, new Dictionary<string, string>());

        Assert.Empty(configuration.Warnings);
        foreach (Setting setting in SettingCatalogue.All)
        {
            string value = setting.Kind == SettingKind.Integer ? configuration.Integer(setting).ToString(CultureInfo.InvariantCulture) : configuration.Text(setting);
            Assert.Equal(Convert.ToString(setting.Default, CultureInfo.InvariantCulture), value);
            Assert.Equal(file, configuration.Source(setting));
        }
    }
}
