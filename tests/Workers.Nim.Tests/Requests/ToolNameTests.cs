using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Workers.Nim.Translation.Requests;
using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Requests;

public partial class ToolNameTests
{
    private const string Long = "mcp__claude_ai_Google_Calendar__suggest_times_for_everybody_in_the_office";

    [Theory]
    [InlineData("Bash")]
    [InlineData("mcp__server-1__tool_2")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123")]
    public void Names_that_every_upstream_takes_stay(string name) => Assert.Equal(name, new WireToolNames().Of(name));

    [Theory]
    [InlineData(Long)]
    [InlineData("mcp__server__files.read")]
    [InlineData("21st_magic_component_builder")]
    [InlineData("_private")]
    [InlineData("wetter für später")]
    [InlineData("")]
    public void Other_names_become_such_that_every_upstream_takes(string name) =>
        Assert.Matches(Legal(), new WireToolNames().Of(name));

    [Fact]
    public void A_rewritten_name_is_the_same_in_every_request_and_still_says_what_it_is()
    {
        Assert.Equal("mcp__server__files_read_3c9d983a", new WireToolNames().Of("mcp__server__files.read"));
        Assert.StartsWith("mcp__claude_ai_Google_Calendar__suggest_times_for_every", new WireToolNames().Of(Long), StringComparison.Ordinal);
    }

    [Fact]
    public void Different_names_stay_different() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
            Arb.From(Gen.Elements("a.b", "a b", "a_b", "a/b", "", "_", "9", new WireToolNames().Of("a.b"), Long, Long + "s").ListOf()),
            some =>
            {
                var names = new WireToolNames();
                var wireNames = some.Distinct(StringComparer.Ordinal).Select(names.Of).ToList();

                Assert.Equal(wireNames.Count, wireNames.Distinct(StringComparer.Ordinal).Count());
                Assert.All(wireNames, name => Assert.Matches(Legal(), name));
                Assert.Equal(
                    some.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
                    wireNames.Select(name => names.Renamed.GetValueOrDefault(name, name)).Order(StringComparer.Ordinal));
            }));

    [Fact]
    public void A_clients_name_that_looks_like_a_rewritten_one_is_still_another_tool()
    {
        var imitation = new WireToolNames().Of("a.b");
        var names = new WireToolNames();

        Assert.NotEqual(names.Of("a.b"), names.Of(imitation));
        Assert.Equal(imitation, names.Renamed[names.Of(imitation)]);
    }

    [Fact]
    public void Declarations_the_choice_earlier_calls_and_mentions_agree_on_the_name()
    {
        var translated = Whole("""
            {"tools":[{"name":"files.read"},{"name":"Bash"}],"tool_choice":{"type":"tool","name":"files.read"},
             "messages":[{"role":"user","content":"go"},
              {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"files.read","input":{}},{"type":"tool_use","id":"c2","name":"gone.tool","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"tool_reference","tool_name":"files.read"}]},
                {"type":"tool_result","tool_use_id":"c2","content":"ok"}]}]}
            """);
        var request = JsonOf(translated.Chat);

        var wireName = (string)request["tools"]![0]!["function"]!["name"]!;
        var calls = request["messages"]![1]!["tool_calls"]!;
        Assert.NotEqual("files.read", wireName);
        Assert.Equal(wireName, (string)request["tool_choice"]!["function"]!["name"]!);
        Assert.Equal(wireName, (string)calls[0]!["function"]!["name"]!);
        Assert.Equal($"Tool {wireName} is loaded and can be called now.", (string)request["messages"]![2]!["content"]!);

        Assert.Equal(new HashSet<string> { wireName, "Bash" }, translated.Answer.ToolNames);
        Assert.Equal("files.read", translated.Answer.ClientToolNames[wireName]);
        Assert.Equal("gone.tool", translated.Answer.ClientToolNames[(string)calls[1]!["function"]!["name"]!]);
        Assert.Equal(2, translated.Answer.ClientToolNames.Count);
        Assert.True(translated.Answer.ToolSchemas.ContainsKey(wireName));
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,63}$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Legal();
}
