using Pipeline.Workers.Nim.Translation.Answers.Chunks;

namespace Pipeline.Workers.Nim.Native.Events;

/// <summary>Anthropic's token figures, any of which may be missing.</summary>
/// <param name="Input"><c>input_tokens</c>: those that have nothing to do with the cache.</param>
/// <param name="Output"><c>output_tokens</c>.</param>
/// <param name="CacheRead"><c>cache_read_input_tokens</c>.</param>
/// <param name="CacheCreation"><c>cache_creation_input_tokens</c>.</param>
/// <param name="Extent">Where they stand in the event.</param>
internal sealed record NativeUsage(int? Input, int? Output, int? CacheRead, int? CacheCreation, Range Extent)
{
    /// <summary>Whether a client may see them: an input of 0 would show an empty context.</summary>
    public bool IsFit => Output is not null && Input is not 0;

    /// <summary>These figures, and earlier ones where these say nothing.</summary>
    public NativeUsage Or(NativeUsage? earlier) => earlier is null ? this : this with
    {
        Input = Input is > 0 ? Input : earlier.Input ?? Input,
        Output = Output is > 0 ? Output : earlier.Output ?? Output,
        CacheRead = CacheRead ?? earlier.CacheRead,
        CacheCreation = CacheCreation ?? earlier.CacheCreation,
    };

    /// <summary>The same as OpenAI counts: the prompt includes what has to do with the cache.</summary>
    public UsageFigures ToFigures() =>
        new((Input ?? 0) + (CacheRead ?? 0) + (CacheCreation ?? 0), Output, CacheRead);
}
