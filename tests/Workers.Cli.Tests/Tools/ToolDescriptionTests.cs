using System.Text.Json;
using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Cli.Tools;

namespace Pipeline.Workers.Cli.Tests.Tools;

public sealed class ToolDescriptionTests
{
    [Theory]
    [InlineData("Bash", """{"command":"dotnet test\n  --filter X","description":"Run tests"}""", "dotnet test …")]
    [InlineData("Bash", """{"command":"  ls  "}""", "ls")]
    [InlineData("Bash", """{"description":"No command"}""", "No command")]
    [InlineData("Read", """{"file_path":"/w/src/a.cs","limit":3}""", "src/a.cs")]
    [InlineData("Write", """{"file_path":"/elsewhere/a.cs","content":"x"}""", "/elsewhere/a.cs")]
    [InlineData("Edit", """{"file_path":"src/a.cs"}""", "src/a.cs")]
    [InlineData("NotebookEdit", """{"notebook_path":"/w/a.ipynb"}""", "a.ipynb")]
    [InlineData("Glob", """{"pattern":"**/*.cs"}""", "**/*.cs")]
    [InlineData("Grep", """{"pattern":"TODO","path":"/w/src"}""", "TODO in src")]
    [InlineData("Grep", """{"pattern":"TODO","path":"/w"}""", "TODO")]
    [InlineData("WebFetch", """{"prompt":"Sum up","url":"https://example.com"}""", "https://example.com")]
    [InlineData("WebSearch", """{"query":"weather"}""", "weather")]
    [InlineData("Agent", """{"prompt":"Long","description":"Look around"}""", "Look around")]
    [InlineData("Task", """{"prompt":"Long","description":"Look around"}""", "Look around")]
    [InlineData("TodoWrite", """{"todos":[{"status":"completed"},{"status":"in_progress"},{"status":"pending"}]}""", "1 of 3 done, 1 in progress")]
    [InlineData("mcp__things__do", """{"count":3,"what":" ","name":"the thing"}""", "the thing")]
    [InlineData("Bash", """{"command":7}""", "")]
    [InlineData("Bash", """[1]""", "")]
    [InlineData("Unknown", "{}", "")]
    public void A_call_is_described_in_one_line(string tool, string input, string expected)
    {
        using var document = JsonDocument.Parse(input);
        Assert.Equal(expected, ToolDescriptions.Of(tool, document.RootElement, "/w"));
    }

    [Fact]
    public void A_long_command_is_shortened()
    {
        using var document = JsonDocument.Parse($$"""{"command":"{{new string('x', 1000)}}"}""");
        var description = ToolDescriptions.Of("Bash", document.RootElement, "/w");
        Assert.Equal(TranscriptBounds.Description, description.Length);
        Assert.EndsWith(" …", description, StringComparison.Ordinal);
    }
}
