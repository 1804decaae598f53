using System.Text.Json;

namespace Pipeline.Workers.Nim.Translation;

/// <summary>What the translation of an answer needs to know of its request.</summary>
internal sealed record AnswerContext
{
    /// <summary>Id of the Anthropic message, <c>msg_…</c>.</summary>
    public required string MessageId { get; init; }

    /// <summary>Model as the client named it; echoed in <c>message_start</c>.</summary>
    public required string RequestedModel { get; init; }

    /// <summary>Non-zero estimate of the prompt's tokens, replaced by the upstream's own figure at the end.</summary>
    public required int EstimatedInputTokens { get; init; }

    /// <summary>
    /// Whether the client asked for thinking. If not, reasoning is dropped: a client that did not ask
    /// may take the first block for the answer's text.
    /// </summary>
    public required bool ShowThinking { get; init; }

    /// <summary>
    /// Names of the tools that the client declared, as they are on the wire. Only these are recognised in tool
    /// calls written as text.
    /// </summary>
    public IReadOnlySet<string> ToolNames { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// The client's own names by those on the wire, for tools that had to be renamed, alone; others are called
    /// by one name on both sides. Holds tools of earlier calls, too.
    /// </summary>
    public IReadOnlyDictionary<string, string> ClientToolNames { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Declared tools, by their names on the wire, whose <c>run_in_background</c> input is forced to
    /// <c>false</c>: the CLI's sub-agents, whose default is the background, where a one-shot run would end
    /// before them.
    /// </summary>
    public IReadOnlySet<string> ForegroundTools { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Input schemas as the client declared them, by the tools' names on the wire. With them a value in a tool
    /// call written as text gets its declared type: a file's content stays a string even where it is JSON.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> ToolSchemas { get; init; } =
        new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>The stop sequences the client asked for.</summary>
    public IReadOnlyList<string> StopSequences { get; init; } = [];
}
