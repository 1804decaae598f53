using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Workers.Nim.RateBudget;

/// <summary>One provider's budget of calls, which all workers share.</summary>
internal interface IRateBudget : IAsyncDisposable
{
    /// <summary>
    /// Waits until the provider may be called. Where the wait is known to be longer than
    /// <see cref="RateLimits.MaxWait"/> the refusal comes at once, else at the latest after that time.
    /// </summary>
    /// <param name="priority">Who goes first where several wait.</param>
    /// <param name="cancellationToken">Ends the wait; the others move up.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled, or the worker stops.</exception>
    ValueTask<PermitResult> AcquireAsync(CallPriority priority, CancellationToken cancellationToken);
}

/// <summary>A permit, or after what time to ask again.</summary>
/// <param name="Permit">The permit, which must be disposed of; null where the call was refused.</param>
/// <param name="RetryAfter">The time after which a call would go, as far as it is known; at least a second. Zero with a permit.</param>
internal readonly record struct PermitResult(Permit? Permit, TimeSpan RetryAfter)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Whether the call may be made.</summary>
    [MemberNotNullWhen(true, nameof(Permit))]
    public bool IsGranted => Permit is not null;

    public static PermitResult Refused(TimeSpan retryAfter) => new(null, retryAfter > Shortest ? retryAfter : Shortest);
}
