using System.Text.Json;

namespace Pipeline.Workers.Nim.Translation.Answers.Tools;

/// <summary>The request's tools, under the names that were sent upstream.</summary>
internal sealed class ToolCatalogue(AnswerContext context)
{
    // Made when the first name comes that nobody declared: most answers have none.
    private LooseNames? _loose;

    private LooseNames Loose => _loose ??= Loosen();

    public bool IsEmpty => context.ToolNames.Count == 0;

    public bool Knows(string name) => Find(name) is not null;

    /// <summary>The declared tool that a model means by a name; null where it means none, or one of several.</summary>
    public string? Find(string written)
    {
        if (context.ToolNames.Contains(written)) return written;
        return IsEmpty || written.Length == 0 ? null : Loose.Find(written);
    }

    /// <summary>The same for a name that a server has parsed.</summary>
    public string? FindParsed(string written)
    {
        // Harmony's tokens may stick to it: functions.Bash<|channel|>commentary
        var token = written.IndexOf("<|", StringComparison.Ordinal);
        return Find(token < 0 ? written : written[..token]);
    }

    /// <summary>Whether some tool's name begins like this, or is this.</summary>
    public bool CanStart(ReadOnlySpan<char> beginning) => AnyStartsWith(beginning, goesOn: false);

    /// <summary>Whether some tool's name begins like this and goes on.</summary>
    public bool CanGrow(string beginning) => AnyStartsWith(beginning, goesOn: true);

    /// <summary>The name by which the client knows a tool.</summary>
    public string ClientName(string tool) => context.ClientToolNames.GetValueOrDefault(tool, tool);

    /// <summary>Whether the tool's <c>run_in_background</c> is to be false.</summary>
    public bool RunsInForeground(string name) => context.ForegroundTools.Contains(name);

    /// <summary>The declared schema of one of a tool's parameters.</summary>
    public JsonElement? ParameterSchema(string tool, string parameter) =>
        context.ToolSchemas.TryGetValue(tool, out var schema)
        && schema.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty("properties", out var properties)
        && properties.ValueKind == JsonValueKind.Object
        && properties.TryGetProperty(parameter, out var declared)
            ? declared
            : null;

    private bool AnyStartsWith(ReadOnlySpan<char> beginning, bool goesOn)
    {
        foreach (var name in context.ToolNames)
        {
            if (name.AsSpan().StartsWith(beginning, StringComparison.Ordinal) && (!goesOn || name.Length > beginning.Length)) return true;
        }

        return Loose.CanStart(beginning, goesOn);
    }

    private LooseNames Loosen()
    {
        var names = new LooseNames();
        foreach (var tool in context.ToolNames)
        {
            names.Add(tool, tool);
            // Prompts mention the client's names, so models call tools by them.
            if (context.ClientToolNames.TryGetValue(tool, out var client)) names.Add(client, tool);
        }

        return names;
    }
}
