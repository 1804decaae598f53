namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Tokens of chat templates that some servers let through. A closed list: <c>&lt;|</c> is also an operator in
/// several languages, and <c>&lt;/s&gt;</c> is HTML.
/// </summary>
internal static class ControlTokens
{
    private static readonly string[] Roles = ["assistant", "user", "system", "tool", "model", "developer"];

    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["<|im_start|>"] = Roles,
        ["<|start|>"] = Roles,
        ["<|start_header_id|>"] = Roles,
        ["<|start_of_role|>"] = Roles,
        ["<start_of_turn>"] = Roles,
        ["<|channel|>"] = ["analysis", "commentary", "final"],
        ["<|constrain|>"] = ["json"],
    };

    private static readonly string[] CallEnds =
        ["<|tool_calls_section_end|>", "<|tool_call_end|>", "<｜tool▁calls▁end｜>", "<｜tool▁call▁end｜>"];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Words.Keys,
        .. CallEnds,
        "<|im_end|>", "<|im_sep|>", "<|im_middle|>", "<|im_user|>", "<|im_assistant|>", "<|im_system|>",
        "<|endoftext|>", "<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>", "<|eom_id|>", "<|end_header_id|>", "<|python_tag|>",
        "<|end|>", "<|return|>", "<|call|>", "<|message|>", "<|end_of_turn|>", "<end_of_turn>", "<|end_of_role|>",
        "<|user|>", "<|assistant|>", "<|system|>", "<|observation|>", "<|begin_of_box|>", "<|end_of_box|>",
        "<|end_of_sentence|>", "<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>",
    ];

    /// <summary>A text without the tokens and the white space that end it, and without white space before it.</summary>
    public static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        for (var at = 0; at < All.Count; at++)
        {
            if (!text.EndsWith(All[at], StringComparison.Ordinal)) continue;

            text = text[..^All[at].Length].Trim();
            at = -1;
        }

        return text;
    }

    /// <summary>Whether the token ends a call: behind one that was none it stays with it.</summary>
    public static bool EndsCall(string token) => CallEnds.Contains(token, StringComparer.Ordinal);

    /// <summary>The words of which one may follow a token and belong to it.</summary>
    public static IReadOnlyList<string> WordsAfter(string token) => Words.GetValueOrDefault(token, []);
}
