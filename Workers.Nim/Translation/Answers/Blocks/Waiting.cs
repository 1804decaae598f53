using System.Text;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Blocks;

/// <summary>A part of the answer that waits until an unfinished tool call before it is whole.</summary>
internal abstract record Waiting;

/// <summary>A tool call that waits for its turn, or for its name.</summary>
internal sealed record WaitingCall(ToolCall Call) : Waiting;

/// <summary>Text or thinking that waits.</summary>
internal sealed record WaitingText(BlockKind Kind) : Waiting
{
    public StringBuilder Text { get; } = new();
}
