using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Models;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>
/// What became of every model that was asked for one request. The client is told of all; what it had better do is
/// what helps with the most hopeful of them.
/// </summary>
internal sealed class CandidateFailures
{
    private readonly List<(ModelReference Model, Failure Failure)> _failures = [];

    /// <param name="model">The model.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="isLast">Whether no other model may be asked: then this is what the client has to know, and nothing else.</param>
    public void Add(ModelReference model, Failure failure, bool isLast)
    {
        if (isLast) _failures.Clear();
        _failures.Add((model, failure));
    }

    /// <summary>The failure for the client.</summary>
    public Failure Conclude()
    {
        var first = _failures[0].Failure;
        if (_failures.Count == 1) return first;

        var hopeful = first.Retryable ? first : _failures.Select(one => one.Failure).FirstOrDefault(failure => failure.Retryable) ?? first;
        return hopeful with
        {
            Message = string.Join(' ', _failures.Select((one, place) => place == 0 ? one.Failure.Message : $"Fallback {one.Model}: {one.Failure.Message}")),
            RetryAfterSeconds = ShortestWait(),
        };
    }

    // One of them will do; any of them without a word about waiting may do at once.
    private int? ShortestWait()
    {
        var waits = _failures.Where(one => one.Failure.Retryable).Select(one => one.Failure.RetryAfterSeconds).ToList();
        return waits.Contains(null) ? null : waits.Min();
    }
}
