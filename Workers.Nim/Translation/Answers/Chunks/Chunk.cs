using System.Runtime.InteropServices;

namespace Pipeline.Workers.Nim.Translation.Answers.Chunks;

/// <summary>What one chunk of the upstream's stream says. Reused from chunk to chunk.</summary>
internal sealed class Chunk
{
    public UpstreamError? Error { get; set; }

    /// <summary>The figures that came along, often none.</summary>
    public UsageFigures Usage { get; set; }

    public string? Content { get; set; }

    public string? Reasoning { get; set; }

    public string? Refusal { get; set; }

    public string? FinishReason { get; set; }

    /// <summary>The stop sequence that matched, as vLLM (<c>stop_reason</c>) and SGLang (<c>matched_stop</c>) report it.</summary>
    public string? MatchedStop { get; set; }

    /// <summary>The piece came as <c>message</c>, so it is the answer as a whole.</summary>
    public bool IsWholeMessage { get; set; }

    public List<ToolCallPiece> ToolCalls { get; } = [];

    public void Clear()
    {
        Error = null;
        Usage = default;
        Content = Reasoning = Refusal = FinishReason = MatchedStop = null;
        IsWholeMessage = false;
        ToolCalls.Clear();
    }
}

/// <summary>Token figures as the upstream counts them: the prompt includes what came from the cache.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UsageFigures(int? PromptTokens, int? CompletionTokens, int? CachedTokens)
{
    /// <summary>These figures, and the others' where these say nothing; a prompt of 0 tokens says nothing.</summary>
    public UsageFigures Or(UsageFigures others) => new(
        PromptTokens is > 0 ? PromptTokens : others.PromptTokens,
        CompletionTokens is > 0 ? CompletionTokens : others.CompletionTokens,
        CachedTokens ?? others.CachedTokens);
}

/// <summary>A piece of a tool call; any part may be missing.</summary>
/// <param name="Index">The call's index as the upstream sent it.</param>
/// <param name="Position">Position in the chunk's list, which stands in for a missing index.</param>
/// <param name="Id">The upstream's id.</param>
/// <param name="Name">The name or a piece of it.</param>
/// <param name="Arguments">JSON text or a piece of it.</param>
internal readonly record struct ToolCallPiece(int? Index, int Position, string? Id, string? Name, string? Arguments)
{
    public bool SaysNothing =>
        string.IsNullOrEmpty(Id) && string.IsNullOrEmpty(Name) && string.IsNullOrEmpty(Arguments);
}
