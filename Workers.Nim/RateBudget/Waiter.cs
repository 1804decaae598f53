namespace Pipeline.Workers.Nim.RateBudget;

/// <summary>A call that waits for its turn.</summary>
/// <param name="priority">Its priority.</param>
/// <param name="entered">When it came, as the worker's own timestamp.</param>
internal sealed class Waiter(CallPriority priority, long entered)
    : TaskCompletionSource<PermitResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public CallPriority Priority => priority;

    public long Entered => entered;
}
