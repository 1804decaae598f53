using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Workers.Telegram.Views.Content;

namespace Pipeline.Workers.Telegram.Tests.Views.Content;

/// <summary>Short ways to write what agents do and how nodes stand.</summary>
internal static class Transcripts
{
    public static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static LiveTranscript Of(params TranscriptEvent[] events)
    {
        var transcript = new LiveTranscript();
        transcript.Begin(1);
        foreach (var transcriptEvent in events) transcript.Add(transcriptEvent);
        return transcript;
    }

    public static TextWritten Text(string text) => new() { Text = text };

    public static ThinkingWritten Thinking(string text) => new() { Text = text };

    public static ToolCalled Call(string id, string name, string description = "", string? parent = null) =>
        new() { Id = id, Name = name, Description = description, ParentToolUseId = parent };

    public static ToolAnswered Answer(string id, string text = "", bool isError = false, string? parent = null) =>
        new() { ToolUseId = id, Text = text, IsError = isError, ParentToolUseId = parent };

    public static StatusReported Status(string text, string? parent = null) => new() { Text = text, ParentToolUseId = parent };

    public static RunEnded End(string text, int? cut = null) => new() { State = RunState.Completed, Text = text, CutCharacters = cut };

    public static NodeChanged Change(NodeState state, int run = 1, int? position = null, double seconds = 80) => new()
    {
        TreeId = Guid.Empty,
        NodeId = Guid.Empty,
        Version = 1,
        State = state,
        Run = run,
        Position = position,
        StartedAt = run > 0 ? Start : null,
        ChangedAt = Start.AddSeconds(seconds),
    };

    /// <summary>How a node stands some time after it has begun.</summary>
    public static NodeStatus At(NodeChanged? change, double seconds = 0) =>
        new() { Change = change, SubmittedAt = Start, Now = Start.AddSeconds(seconds) };

    public static NodeStatus Running(double seconds = 0) => At(Change(NodeState.Running), seconds);
}
