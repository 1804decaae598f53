using Pipeline.Contracts.Frames;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>How one call of a model ended.</summary>
/// <param name="Failure">What went wrong; null where the answer is whole and sent.</param>
/// <param name="Next">What may be done about it without the client noticing.</param>
/// <param name="Refusal">What the provider said where it refused the request itself; else null.</param>
internal sealed record AttemptOutcome(Failure? Failure, NextStep Next, Refusal? Refusal = null)
{
    public static AttemptOutcome Success { get; } = new(Failure: null, NextStep.None);
}
