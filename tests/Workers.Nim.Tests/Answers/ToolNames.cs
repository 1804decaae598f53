using System.Text.Json;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class ToolNames
{
    private static readonly Translation.AnswerContext Context = Answer.Context with
    {
        ToolNames = new HashSet<string>(StringComparer.Ordinal) { "Bash", "Read", "Agent", "TaskOutput", "mcp__github__create_issue", "Get_File", "GetFile", "mcp__x_1a2b" },
        ClientToolNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["mcp__x_1a2b"] = "mcp__über lange Namen__x" },
    };

    [Theory]
    [InlineData("bash", "Bash")]
    [InlineData("BASH", "Bash")]
    [InlineData("Bash ", "Bash")]
    [InlineData(" Bash\t", "Bash")]
    [InlineData("functions.Bash", "Bash")]
    [InlineData("functions.bash", "Bash")]
    [InlineData("default_api:Bash", "Bash")]
    [InlineData("default_api.Bash", "Bash")]
    [InlineData("functions.Bash<|channel|>commentary", "Bash")]
    [InlineData("task_output", "TaskOutput")]
    [InlineData("mcp__GitHub__create-issue", "mcp__github__create_issue")]
    [InlineData("mcp.github.createIssue", "mcp__github__create_issue")]
    public void A_name_that_means_one_declared_tool_becomes_that_tools(string written, string tool)
    {
        ToolCalls.AssertCalls(Call(written), (tool, """{"a":1}"""));
        ToolCalls.AssertCalls(Answer.To(Context, [.. written.Select((piece, at) => Delta.Call(0, name: piece.ToString())), Delta.Call(0, arguments: "{\"a\":1}"), Delta.Finish("stop")]), (tool, """{"a":1}"""));
    }

    [Theory]
    [InlineData("Teleport")]
    [InlineData("Bash2")]
    [InlineData("getfile")]
    [InlineData("B/a+sh")]
    [InlineData("functions.Teleport")]
    public void A_name_that_means_none_or_several_is_passed_on_as_it_is(string written) =>
        ToolCalls.AssertCalls(Call(written), (written, """{"a":1}"""));

    [Theory]
    [InlineData("Get_File")]
    [InlineData("GetFile")]
    public void A_name_that_was_declared_is_never_taken_for_another(string written) =>
        ToolCalls.AssertCalls(Call(written), (written, """{"a":1}"""));

    [Theory]
    [InlineData("mcp__x_1a2b")]
    [InlineData("mcp__X-1A2B")]
    [InlineData("mcp__über lange Namen__x")]
    public void A_renamed_tool_has_the_clients_name_for_the_client(string written) =>
        ToolCalls.AssertCalls(Call(written), ("mcp__über lange Namen__x", """{"a":1}"""));

    [Theory]
    [InlineData("<function=mcp__x_1a2b><parameter=a>1</parameter></function>")]
    [InlineData("<tool_call>{\"name\":\"mcp__x_1a2b\",\"arguments\":{\"a\":\"1\"}}</tool_call>")]
    [InlineData("<function=mcp__X_1a2b><parameter=a>1</parameter></function>")]
    public void A_renamed_tool_that_is_called_in_text_keeps_its_schema_and_gets_the_clients_name(string markup)
    {
        var context = Context with
        {
            ToolSchemas = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["mcp__x_1a2b"] = JsonDocument.Parse("""{"properties":{"a":{"type":"string"}}}""").RootElement,
            },
        };

        var answer = Answer.To(context, Delta.Text(markup), Delta.Finish("stop"));

        ToolCalls.AssertCalls(answer, ("mcp__über lange Namen__x", """{"a":"1"}"""));
    }

    [Fact]
    public void A_sub_agent_under_a_misspelt_name_runs_in_the_foreground_too() =>
        ToolCalls.AssertCalls(Call("functions.agent"), ("Agent", """{"a":1,"run_in_background":false}"""));

    private static Answer Call(string name) => Answer.To(Context, Delta.Call(0, "a", name, "{\"a\":1}"), Delta.Finish("stop"));
}
