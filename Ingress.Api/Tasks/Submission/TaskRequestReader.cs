using System.Text;
using System.Text.Json;
using Pipeline.Ingress.Errors;

namespace Pipeline.Ingress.Tasks.Submission;

/// <summary>
/// Reads the body of <c>POST /v1/tasks</c>. Strict, as it is our own: a field that is misspelt would otherwise be
/// an agent in the wrong directory.
/// </summary>
internal static class TaskRequestReader
{
    private const int MaxPromptBytes = 1024 * 1024;

    // One argument of a process has at most 128 KiB on Linux.
    private const int MaxArgumentBytes = 96 * 1024;
    private const int MaxNameBytes = 256;
    private const int MaxPathBytes = 4096;
    private const int MaxDirectories = 32;
    private const int MaxTurns = 10_000;
    private const string Fields = "prompt, parent, workspace, model, stream, max_turns, append_system_prompt, add_directories";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="ApiException">400: the JSON is malformed, or a field is missing, unknown or wrong.</exception>
    public static TaskRequest Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Read(document.RootElement);
        }
        catch (JsonException fault)
        {
            throw ApiException.InvalidRequest(fault.LineNumber is null
                ? $"The body is not valid JSON: {fault.Message}"
                : $"The body is not valid JSON: see line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // The document's word for a string that is not valid UTF-8 or UTF-16.
            throw ApiException.InvalidRequest("The body is not valid JSON: a name or a string is not valid text (UTF-8, or \\u escapes in pairs).");
        }
    }

    private static TaskRequest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw ApiException.InvalidRequest("The body must be a JSON object.");

        var request = new TaskRequest { Prompt = "" };
        var hasPrompt = false;
        foreach (var field in root.EnumerateObject())
        {
            hasPrompt |= field.NameEquals("prompt");
            request = With(request, field.Name, field.Value);
        }

        return hasPrompt ? request : throw Wrong("prompt", "field required");
    }

    private static TaskRequest With(TaskRequest request, string name, JsonElement value)
    {
        var options = request.Options;
        var isMissing = value.ValueKind == JsonValueKind.Null;
        return name switch
        {
            "prompt" => request with { Prompt = Text(name, value, MaxPromptBytes) },
            "stream" when isMissing => request,
            "stream" => request with { Stream = Boolean(name, value) },
            "parent" => request with { Parent = isMissing ? null : Parent(name, value) },
            "workspace" => request with { Options = options with { Workspace = isMissing ? null : Text(name, value, MaxPathBytes) } },
            "model" => request with { Options = options with { Model = isMissing ? null : Text(name, value, MaxNameBytes) } },
            "max_turns" => request with { Options = options with { MaxTurns = isMissing ? null : Turns(name, value) } },
            "append_system_prompt" => request with { Options = options with { AppendSystemPrompt = isMissing ? null : Text(name, value, MaxArgumentBytes) } },
            "add_directories" => request with { Options = options with { AddDirectories = isMissing ? [] : Directories(name, value) } },
            _ => throw Wrong(name, $"there is no such field; there are {Fields}"),
        };
    }

    private static string Text(string path, JsonElement value, int maxBytes)
    {
        if (value.ValueKind != JsonValueKind.String) throw Wrong(path, "must be a string");

        var text = value.GetString()!;
        if (string.IsNullOrWhiteSpace(text)) throw Wrong(path, "must not be blank");
        if (Encoding.UTF8.GetByteCount(text) > maxBytes) throw Wrong(path, $"must have at most {maxBytes} bytes of UTF-8");
        return text.Contains('\0', StringComparison.Ordinal) ? throw Wrong(path, "must not have a NUL character") : text;
    }

    private static Guid Parent(string path, JsonElement value) => TaskIds.TryParseTask(Text(path, value, MaxPathBytes), out var parent)
        ? parent
        : throw Wrong(path, "must be the id of a task (task_…)");

    private static bool Boolean(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(path, "must be true or false"),
    };

    private static int Turns(string path, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var turns) && turns is >= 1 and <= MaxTurns
            ? turns
            : throw Wrong(path, $"must be a whole number from 1 to {MaxTurns}");

    private static IReadOnlyList<string> Directories(string path, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= MaxDirectories
            ? [.. value.EnumerateArray().Select((directory, index) => Text($"{path}.{index}", directory, MaxPathBytes))]
            : throw Wrong(path, $"must be an array of at most {MaxDirectories} strings");

    private static ApiException Wrong(string path, string why) => ApiException.InvalidRequest($"{path}: {why}");
}
