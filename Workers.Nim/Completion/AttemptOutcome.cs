using Pipeline.Contracts.Frames;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>How one call of a model ended.</summary>
/// <param name="Failure">What went wrong; null where the answer is whole and sent.</param>
/// <param name="MayRepeat">Whether another call may be made without the client noticing.</param>
internal readonly record struct AttemptOutcome(Failure? Failure, bool MayRepeat)
{
    public static AttemptOutcome Success => default;
}
