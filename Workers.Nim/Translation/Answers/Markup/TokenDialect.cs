namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>The special tokens around a model family's tool calls.</summary>
/// <param name="SectionBegin">Before the first call.</param>
/// <param name="CallBegin">Before each call.</param>
/// <param name="Separator">Between the name and the arguments.</param>
/// <param name="Closers">After a call and after the last one.</param>
internal sealed record TokenDialect(string SectionBegin, string CallBegin, string Separator, IReadOnlyList<string> Closers)
{
    /// <summary>Kimi K2: <c>functions.Bash:0</c>, then JSON.</summary>
    public static TokenDialect Kimi { get; } = new(
        "<|tool_calls_section_begin|>",
        "<|tool_call_begin|>",
        "<|tool_call_argument_begin|>",
        ["<|tool_call_end|>", "<|tool_calls_section_end|>"]);

    /// <summary>DeepSeek: the name, then JSON (V3.1), or <c>function</c>, then the name and fenced JSON (V3, R1).</summary>
    public static TokenDialect DeepSeek { get; } = new(
        "<｜tool▁calls▁begin｜>",
        "<｜tool▁call▁begin｜>",
        "<｜tool▁sep｜>",
        ["```", "<｜tool▁call▁end｜>", "<｜tool▁calls▁end｜>"]);
}
