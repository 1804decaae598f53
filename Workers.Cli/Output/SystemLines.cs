using System.Text.Json;
using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Cli.Output;

/// <summary>What the CLI says about itself, as far as it means something to a person.</summary>
internal static class SystemLines
{
    public static IEnumerable<TranscriptEvent> Read(JsonElement line) => line.Text("subtype") switch
    {
        "api_retry" => [Events.Status(Retry(line))],
        "status" when line.Text("status") == "compacting" => [Events.Status("The conversation is being compacted.")],
        "compact_boundary" => [Events.Status("The conversation has been compacted.")],
        "task_notification" => [Events.Status(Task(line), line.Text("tool_use_id"))],
        _ => [],
    };

    private static string Retry(JsonElement line)
    {
        var reason = line.Number("error_status") is { } status ? $"The model's API answered with status {status}" : "The model's API could not be reached";
        var error = line.Text("error") is { } text ? $" ({text})" : "";
        var delay = line.Amount("retry_delay_ms") is { } milliseconds ? $" in {milliseconds / 1000:0.#} s" : "";
        return $"{reason}{error}: try {line.Number("attempt")} of {line.Number("max_retries")}{delay}.";
    }

    private static string Task(JsonElement line) => $"Task {line.Text("status")}: {Passages.Line(line.Text("summary") ?? "", TranscriptBounds.Description)}";
}
