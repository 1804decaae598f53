using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Requests;

public class AnswerContextTests
{
    [Fact]
    public void Each_answer_has_an_id_of_its_own_and_the_model_as_the_client_named_it()
    {
        var first = AnswerWith("\"top_k\":1");
        var second = AnswerWith("\"top_k\":1");

        Assert.Matches("^msg_[0-9a-f]{32}$", first.MessageId);
        Assert.NotEqual(first.MessageId, second.MessageId);
        Assert.Equal("claude-model", first.RequestedModel);
    }

    [Theory]
    [InlineData("""  "thinking":{"type":"enabled","budget_tokens":1024} """, true)]
    [InlineData("""  "thinking":{"type":"adaptive"} """, true)]
    [InlineData("""  "thinking":{"type":"disabled"} """, false)]
    [InlineData("""  "top_k":1 """, false)]
    public void Thinking_is_shown_to_those_who_asked_for_it(string members, bool shown) =>
        Assert.Equal(shown, AnswerWith(members).ShowThinking);

    [Fact]
    public void Only_sub_agents_that_can_run_in_the_background_are_kept_in_the_foreground()
    {
        const string Background = """{"type":"object","properties":{"run_in_background":{"type":"boolean"}}}""";

        var answer = AnswerWith($$"""
            "tools":[{"name":"Agent","input_schema":{{Background}}},{"name":"Bash","input_schema":{{Background}}},{"name":"Task"},
              {"type":"web_search_20250305","name":"web_search"}]
            """);

        Assert.Equal(["Agent", "Bash", "Task"], answer.ToolNames.Order());
        Assert.Equal(["Agent"], answer.ForegroundTools);
    }

    [Fact]
    public void Stop_sequences_are_handed_over() =>
        Assert.Equal(["END"], AnswerWith("""  "stop_sequences":["END"] """).StopSequences);

    [Fact]
    public void The_estimate_counts_all_text_that_is_sent()
    {
        var text = new string('x', 4_000);
        var alone = Estimate($$"""[{"role":"user","content":"{{text}}"}]""");
        var answered = Estimate($$$"""
            [{"role":"user","content":"{{{text}}}"},
             {"role":"assistant","content":[{"type":"thinking","thinking":"{{{text}}}"},{"type":"tool_use","id":"c1","name":"B","input":{"a":"{{{text}}}"}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"{{{text}}}"}]}]
            """);
        var declared = AnswerWith($$"""  "tools":[{"name":"A","description":"{{text}}"}],"system":"{{text}}" """);

        Assert.InRange(alone, 1_000, 1_010);
        Assert.InRange(answered, 3_000, 3_020);
        Assert.InRange(declared.EstimatedInputTokens, 2_000, 2_020);
    }

    [Fact]
    public void The_estimate_counts_images_not_their_bytes_and_is_never_zero()
    {
        var data = new string('A', 400_000);

        Assert.InRange(
            Estimate($$$"""[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{data}}}"}}]}]"""),
            1_500,
            1_510);
        Assert.Equal(1, Estimate("""[{"role":"user","content":"."}]"""));
    }

    private static int Estimate(string messages) => Whole($$"""{"messages":{{messages}}}""").Answer.EstimatedInputTokens;
}
