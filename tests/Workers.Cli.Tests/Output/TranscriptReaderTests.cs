using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Cli.Tests.Output;

public sealed class TranscriptReaderTests
{
    [Fact]
    public void A_run_is_told_in_the_order_in_which_it_happened()
    {
        var recording = Recording.Load("bash");
        Assert.Equal(
            ["StatusReported", "ThinkingWritten", "TextWritten", "ToolCalled", "UsageReported", "ToolAnswered", "TextWritten", "UsageReported"],
            recording.Events.Select(told => told.GetType().Name).Aggregate(new List<string>(), Distinct));
        Assert.Equal("echo hello; pwd", Assert.Single(recording.Events.OfType<ToolCalled>()).Description);
        Assert.Equal("hello\n/home/agent/project", Assert.Single(recording.Events.OfType<ToolAnswered>()).Text);
        Assert.Equal("All done with this. Thank you very much.", recording.Reader.Result!.Text);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("agent")]
    public void Text_is_given_once_with_partial_messages_and_without_them(string name)
    {
        var (partial, whole) = (Recording.Load(name), Recording.Load(name, line => !line.Contains("\"stream_event\"", StringComparison.Ordinal)));
        Assert.NotEmpty(whole.Text());
        Assert.Equal(whole.Text(), partial.Text());
        Assert.Equal(whole.Thinking(), partial.Thinking());
        Assert.True(partial.Events.OfType<TextWritten>().Count() > whole.Events.OfType<TextWritten>().Count());
    }

    [Fact]
    public void The_session_is_named_by_the_first_event()
    {
        var first = Assert.IsType<StatusReported>(Recording.Load("bash").Events[0]);
        Assert.Equal("4e066095-27bc-4476-b675-d35f5c1b6dfb", first.SessionId);
        Assert.Equal("claude-opus-5-5", first.Model);
    }

    [Fact]
    public void What_a_sub_agent_does_belongs_to_the_call_that_began_it()
    {
        var recording = Recording.Load("agent");
        var agent = recording.Events.OfType<ToolCalled>().First();
        Assert.Equal(("Agent", "Look around"), (agent.Name, agent.Description));
        Assert.Equal("hm let me see", recording.Thinking(agent.Id));
        Assert.Equal("I will run it now.All done with this. Thank you very much.", recording.Text(agent.Id));
        var command = Assert.Single(recording.Events.OfType<ToolCalled>(), call => call.ParentToolUseId == agent.Id);
        Assert.Equal(agent.Id, Assert.Single(recording.Events.OfType<ToolAnswered>(), answer => answer.ToolUseId == command.Id).ParentToolUseId);
    }

    [Fact]
    public void Of_several_results_the_last_answers_and_all_tokens_count()
    {
        var result = Recording.Load("agent").Reader.Result!;
        Assert.Equal(new TokenCount { InputTokens = 500, OutputTokens = 100 }, result.Usage);
        Assert.Equal((3, 0.004), (result.Turns, result.CostUsd));
    }

    [Fact]
    public void Without_counts_by_model_the_turns_are_added_up()
    {
        const string Turn = """{"type":"result","subtype":"success","result":"x","num_turns":2,"usage":{"input_tokens":3,"output_tokens":1}}""";
        Assert.Equal(new TokenCount { InputTokens = 6, OutputTokens = 2 }, Recording.Of(Turn, Turn).Reader.Result!.Usage);
    }

    [Fact]
    public void What_the_CLI_says_in_the_models_place_is_a_status()
    {
        var recording = Recording.Load("refused");
        Assert.Equal("", recording.Text());
        Assert.Contains(recording.Events.OfType<StatusReported>(), status => status.Text == "API Error: 400 no such thing");
        Assert.False(recording.Reader.Result!.Succeeded);
        Assert.Equal(400, recording.Reader.Result.ApiStatus);
    }

    [Fact]
    public void A_line_that_is_no_JSON_is_kept_as_a_note()
    {
        var recording = Recording.Of("Warning: something odd", "", "[1]", "{\"type\":\"assis");
        Assert.Equal(3, recording.Events.OfType<StatusReported>().Count());
        Assert.StartsWith("Warning: something odd\n", recording.Reader.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_lines_and_blocks_are_passed_over() => Assert.Empty(Recording.Of(
        """{"type":"from_tomorrow"}""",
        """{"type":7}""",
        """{"type":"assistant"}""",
        """{"type":"assistant","message":{"content":[{"type":"hologram"},7,null]}}""",
        """{"type":"user","message":{"content":"plain"}}""",
        """{"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"of no message"}}}""").Events);

    [Fact]
    public void Long_text_comes_whole_in_several_events_and_no_character_is_torn()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("😀", TranscriptBounds.Piece));
        var recording = Recording.Of($$$"""{"type":"assistant","message":{"id":"m","content":[{"type":"text","text":"{{{text}}}"}]}}""");
        Assert.Equal(text, recording.Text());
        Assert.All(recording.Events.OfType<TextWritten>(), piece =>
        {
            Assert.InRange(piece.Text.Length, 1, TranscriptBounds.Piece);
            Assert.Equal(piece, TranscriptEvent.FromPayload(piece.ToPayload()));
        });
    }

    [Fact]
    public void A_long_tool_result_says_how_much_of_it_was_cut()
    {
        var answer = Assert.IsType<ToolAnswered>(Assert.Single(Recording.Of(
            $$$"""{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","is_error":true,"content":[{"type":"text","text":"{{{new string('x', 10_000)}}}"},{"type":"image","source":{}}]}]}}""").Events));
        Assert.Equal(TranscriptBounds.ToolResult, answer.Text.Length);
        Assert.Equal(10_000 + "\n[image]".Length - TranscriptBounds.ToolResult, answer.CutCharacters);
        Assert.True(answer.IsError);
    }

    [Theory]
    [InlineData(@"a\ud83d", "a\ufffd")]
    [InlineData(@"\ude00z", "\ufffdz")]
    [InlineData(@"\ud83d\ud83d\ude00", "\ufffd😀")]
    [InlineData(@"\\ud83d\ude00\n\""", "\\ud83d\ufffd\n\"")]
    [InlineData(@"\ud83d\u0041", "\ufffdA")]
    public void Half_an_emoji_is_replaced_and_the_rest_stays(string json, string expected) =>
        Assert.Equal(expected, Recording.Of($$$"""{"type":"assistant","message":{"id":"m","content":[{"type":"text","text":"{{{json}}}"}]}}""").Text());

    [Fact]
    public void A_member_whose_name_is_half_an_emoji_does_no_harm() => Assert.IsType<ToolCalled>(Assert.Single(Recording.Of(
        """{"type":"assistant","message":{"id":"m","content":[{"type":"tool_use","id":"t","name":"Bash","input":{"command":"ls","\ud83d":1}}]}}""").Events));

    [Fact]
    public void A_retry_of_the_API_is_told_in_words() => Assert.Equal(
        "The model's API answered with status 401 (authentication_failed): try 2 of 10 in 1.1 s.",
        Assert.IsType<StatusReported>(Assert.Single(Recording.Of(
            """{"type":"system","subtype":"api_retry","attempt":2,"max_retries":10,"retry_delay_ms":1091,"error_status":401,"error":"authentication_failed"}""").Events)).Text);

    [Fact]
    public void An_answer_that_broke_off_is_told_before_it_begins_anew()
    {
        var recording = Recording.Of(
            """{"type":"stream_event","event":{"type":"message_start","message":{"id":"m1"}}}""",
            """{"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"Half"}}}""",
            """{"type":"stream_event","event":{"type":"message_start","message":{"id":"m2"}}}""",
            """{"type":"assistant","message":{"id":"m2","content":[{"type":"text","text":"Whole"}]}}""");
        Assert.Equal("HalfWhole", recording.Text());
        Assert.Contains(recording.Events.OfType<StatusReported>(), status => status.Text.Contains("begins anew", StringComparison.Ordinal));
    }

    [Fact]
    public void An_answer_that_is_asked_for_again_without_a_stream_begins_anew_before_its_text()
    {
        var recording = Recording.Of(
            """{"type":"stream_event","event":{"type":"message_start","message":{"id":"m1"}}}""",
            """{"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"Half"}}}""",
            """{"type":"assistant","message":{"id":"m2","content":[{"type":"text","text":"Whole"}]}}""",
            """{"type":"assistant","message":{"id":"m2","content":[{"type":"tool_use","id":"t","name":"Bash"}]}}""",
            """{"type":"stream_event","event":{"type":"message_start","message":{"id":"m3"}}}""");
        Assert.Equal(["TextWritten", "StatusReported", "TextWritten", "ToolCalled"], recording.Events.Select(told => told.GetType().Name));
    }

    private static List<string> Distinct(List<string> names, string name)
    {
        if (names.Count == 0 || names[^1] != name) names.Add(name);
        return names;
    }
}
