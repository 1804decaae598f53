using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees.Reading;

namespace Pipeline.Ingress.Tasks;

/// <summary>A task as people see it: the answer of <c>GET /v1/tasks/{id}</c>, and the data of a stream's <c>result</c>.</summary>
internal sealed record TaskView
{
    /// <summary><c>task</c>, or <c>result</c> at the end of a stream.</summary>
    public string Type { get; init; } = "task";

    public required string Id { get; init; }

    public required string TreeId { get; init; }

    public string? ParentId { get; init; }

    public required NodeState State { get; init; }

    /// <summary>How many tasks of its tree come before it, while it is queued.</summary>
    public int? Position { get; init; }

    public string? Prompt { get; init; }

    /// <summary>The final answer.</summary>
    public string? Text { get; init; }

    /// <summary>How much longer the final answer was.</summary>
    public int? CutCharacters { get; init; }

    /// <summary>What happened and what to do about it.</summary>
    public string? Error { get; init; }

    public string? SessionId { get; init; }

    /// <summary>How many runs it has had.</summary>
    public int Runs { get; init; }

    public int? Turns { get; init; }

    public TokenCount? Usage { get; init; }

    public ListPrice? Cost { get; init; }

    public DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>What tokens would cost from Anthropic; the models that really answered may cost nothing.</summary>
internal sealed record ListPrice(double Usd)
{
    public string Basis { get; init; } = "anthropic_list_price";
}

/// <summary>What is told of a task that was submitted, stopped or taken up again.</summary>
internal sealed record TaskReceipt(string Id, string TreeId, NodeState State)
{
    public static TaskReceipt Of(Guid nodeId, Guid treeId, NodeState state) => new(TaskIds.Task(nodeId), TaskIds.Tree(treeId), state);
}

/// <summary>A <c>status</c> of a stream that tells of the task rather than of its process.</summary>
internal sealed record TaskStatus
{
    public string Type { get; init; } = "status";

    public required string Id { get; init; }

    public required string TreeId { get; init; }

    public required NodeState State { get; init; }

    public int? Position { get; init; }

    public int? Run { get; init; }
}

/// <summary>An <c>error</c> of a stream that is not the task's.</summary>
internal sealed record StreamError(string Text)
{
    public string Type { get; init; } = "error";
}

/// <summary>How tasks are written: names as in Anthropic's API, nulls left out.</summary>
[JsonSerializable(typeof(TaskView))]
[JsonSerializable(typeof(TaskReceipt))]
[JsonSerializable(typeof(TaskStatus))]
[JsonSerializable(typeof(StreamError))]
[JsonSerializable(typeof(Trees.TreeList))]
[JsonSerializable(typeof(Trees.TreeView))]
[JsonSerializable(typeof(TreeStatistics))]
[JsonSerializable(typeof(Control.StopView))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class TaskJson : JsonSerializerContext
{
    /// <summary>Everything as it is: only a web page would need more escapes, and text that is not English would double in size.</summary>
    public static TaskJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
