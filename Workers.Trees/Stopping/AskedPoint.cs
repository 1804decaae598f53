using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Trees.Nodes;

namespace Pipeline.Workers.Trees.Stopping;

/// <summary>
/// The moment at which a person asked for something. What was said later is not meant, however late the message is read; what
/// was said within the same second of a clock that knows no less is meant, as a stop that spares too much does more harm.
/// </summary>
/// <param name="At">The time; null means whatever is there.</param>
/// <param name="By">The message that asks; null where it came from no chat.</param>
internal readonly record struct AskedPoint(DateTimeOffset? At, ChatMessage? By)
{
    /// <summary>Whether a node was there by then.</summary>
    public bool Covers(TreeNode node)
    {
        if (By is { } by && node.Message is { } said && SaidOrder.ByMessage(said, by) is { } order) return order <= 0;
        return At is not { } at || node.SubmittedAt <= EndOf(at);
    }

    // Telegram's clock has whole seconds: it means the whole of one.
    private static DateTimeOffset EndOf(DateTimeOffset at) => at.Ticks % TimeSpan.TicksPerSecond == 0 ? at.AddTicks(TimeSpan.TicksPerSecond - 1) : at;
}
