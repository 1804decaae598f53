using System.Text;
using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Cli.Tests.Output;

public sealed class TranscriptJsonTests
{
    private static readonly TokenCount Tokens = new() { InputTokens = 1, OutputTokens = 2, CacheReadInputTokens = 3, CacheCreationInputTokens = 4 };

    public static TheoryData<TranscriptEvent, string> Events => new()
    {
        { new StatusReported { Text = "begun", SessionId = "s", Model = "m" }, """{"type":"status","text":"begun","session_id":"s","model":"m"}""" },
        { new ThinkingWritten { Text = "hm" }, """{"type":"thinking","text":"hm"}""" },
        { new TextWritten { Text = "hi", ParentToolUseId = "t" }, """{"type":"text","text":"hi","parent_tool_use_id":"t"}""" },
        { new TextWritten { Text = "größer > 'x' 漢" }, """{"type":"text","text":"größer > 'x' 漢"}""" },
        { new ToolCalled { Id = "t", Name = "Bash", Description = "ls" }, """{"type":"tool","id":"t","name":"Bash","description":"ls"}""" },
        { new ToolAnswered { ToolUseId = "t", Text = "a", CutCharacters = 9 }, """{"type":"tool_result","tool_use_id":"t","text":"a","cut_characters":9,"is_error":false}""" },
        { new UsageReported { Usage = Tokens }, """{"type":"usage","usage":{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3,"cache_creation_input_tokens":4}}""" },
        { new ErrorReported { Text = "broken" }, """{"type":"error","text":"broken"}""" },
        { new RunEnded { State = RunState.Stopped, Text = "", SessionId = "s", CostUsd = 0.5, Turns = 2 }, """{"type":"result","state":"stopped","text":"","session_id":"s","cost_usd":0.5,"turns":2}""" },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_JSON_that_clients_know_and_is_read_as_it_was_written(TranscriptEvent told, string json)
    {
        Assert.Equal(json, Encoding.UTF8.GetString(told.ToPayload()));
        Assert.Equal(told, TranscriptEvent.FromPayload(Encoding.UTF8.GetBytes(json)));
    }
}
