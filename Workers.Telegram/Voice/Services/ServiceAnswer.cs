namespace Pipeline.Workers.Telegram.Voice.Services;

/// <summary>What one try came to: words, or why there are none.</summary>
/// <param name="Text">The words; null where it failed.</param>
/// <param name="Failure">What happened and what to do, for the person; null where it did not fail.</param>
/// <param name="MayPass">Whether another try may succeed.</param>
/// <param name="RetryAfter">How long the service wants to be left alone, where it says so.</param>
internal sealed record ServiceAnswer(string? Text, string? Failure, bool MayPass, TimeSpan? RetryAfter)
{
    public static ServiceAnswer Heard(string text) => new(text, null, MayPass: false, null);

    public static ServiceAnswer Failed(string failure, bool mayPass, TimeSpan? retryAfter = null) => new(null, failure, mayPass, retryAfter);
}
