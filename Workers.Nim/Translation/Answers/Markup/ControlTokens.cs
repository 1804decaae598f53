namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Tokens with which chat templates end a turn and which some servers let through at its end. A closed
/// list: <c>&lt;|</c> is also an operator in several languages, and <c>&lt;/s&gt;</c> is HTML.
/// </summary>
internal static class ControlTokens
{
    public static IReadOnlyList<string> All { get; } =
    [
        "<|im_end|>", "<|im_start|>", "<|endoftext|>", "<|end_of_text|>", "<|eot_id|>", "<|eom_id|>",
        "<|end|>", "<|return|>", "<|call|>", "<|end_of_turn|>", "<end_of_turn>", "<|im_user|>", "<|im_assistant|>",
        "<|user|>", "<|assistant|>", "<|observation|>", "<|tool_calls_section_end|>", "<|tool_call_end|>",
        "<｜end▁of▁sentence｜>", "<｜tool▁calls▁end｜>", "<｜tool▁call▁end｜>",
    ];
}
