using System.Text.Json;
using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Cli.Output;

/// <summary>
/// What the CLI says at the end of a turn. A run has several where sub-agents went on in the background: the last one
/// holds the answer, unless a further turn has begun behind it.
/// </summary>
internal sealed record ResultLine
{
    /// <summary>Whether the model gave a final answer.</summary>
    public required bool Succeeded { get; init; }

    /// <summary><c>success</c>, <c>error_max_turns</c>, <c>error_during_execution</c>…; a success may be an error all the same.</summary>
    public required string Subtype { get; init; }

    /// <summary>The final answer, or the CLI's words for an error of the API.</summary>
    public required string Text { get; init; }

    /// <summary>The CLI's words for its own errors.</summary>
    public required string Errors { get; init; }

    /// <summary>HTTP status with which the API refused; null where it did not.</summary>
    public required long? ApiStatus { get; init; }

    /// <summary>Tokens of this turn, and of all turns and models where the CLI tells them.</summary>
    public required TokenCount Usage { get; init; }

    /// <summary>Costs of all turns so far.</summary>
    public required double? CostUsd { get; init; }

    /// <summary>Answers of the model, all turns together.</summary>
    public required long Turns { get; init; }

    /// <summary>Reads the line, which follows another one or none.</summary>
    public static ResultLine Read(JsonElement line, ResultLine? previous)
    {
        var subtype = line.Text("subtype") ?? "";
        return new ResultLine
        {
            Subtype = subtype,
            Succeeded = subtype == "success" && !line.Flag("is_error"),
            Text = line.Text("result") ?? "",
            Errors = string.Join('\n', line.Items("errors").Select(error => error.AsText())),
            ApiStatus = line.Number("api_error_status"),
            Usage = TokenCounts.OfModels(line.Member("modelUsage")) ?? TokenCounts.Of(line.Member("usage")).Plus(previous?.Usage ?? new TokenCount()),
            CostUsd = line.Amount("total_cost_usd"),
            Turns = (line.Number("num_turns") ?? 0) + (previous?.Turns ?? 0),
        };
    }
}
