using Pipeline.Contracts.Trees;
using Pipeline.Workers.DeadLetters.Collection;

namespace Pipeline.Workers.DeadLetters.Replay;

/// <summary>
/// What a person wanted of what was there at that moment. Facts and new messages may come late; a wish is a deed, and days later it
/// would be done to other things.
/// </summary>
internal static class Wishes
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        nameof(StopNode), nameof(StopTree), nameof(StopAll), nameof(ClearBranch), nameof(ClearAll), nameof(ResumeNode), nameof(RetryNode), nameof(ReplacePrompt),
    };

    /// <summary>The name of the wish that a body holds; null where it holds none.</summary>
    public static string? Of(byte[] body) => Envelope.MessageType(body) is { } name && Names.Contains(name) ? name : null;
}
