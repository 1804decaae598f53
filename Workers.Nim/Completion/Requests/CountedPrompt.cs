using Pipeline.Tokens.Prompts;

namespace Pipeline.Workers.Nim.Completion.Requests;

/// <summary>Counts a request's prompt once, for whatever calls it leads to, and beside them: no call and no token waits for it.</summary>
/// <param name="counter">Counts it.</param>
/// <param name="request">The client's own bytes.</param>
internal sealed class CountedPrompt(PromptCounter counter, ReadOnlyMemory<byte> request)
{
    private Task<PromptCount>? _count;

    /// <summary>The count if it is there by now.</summary>
    public PromptCount? Known => _count is { IsCompletedSuccessfully: true } ? _count.Result : null;

    /// <summary>Begins to count, unless that was begun.</summary>
    public void Begin() => _count ??= Task.Run(() => counter.Count(request.Span), CancellationToken.None);

    /// <summary>Completes when the prompt is counted.</summary>
    public Task CountAsync()
    {
        Begin();
        return _count!;
    }
}
