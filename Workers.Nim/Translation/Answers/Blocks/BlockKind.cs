namespace Pipeline.Workers.Nim.Translation.Answers.Blocks;

/// <summary>The kinds of content block that an answer can hold.</summary>
internal enum BlockKind
{
    None,
    Thinking,
    Text,
    ToolUse,
}
