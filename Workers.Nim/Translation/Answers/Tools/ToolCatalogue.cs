using System.Text.Json;

namespace Pipeline.Workers.Nim.Translation.Answers.Tools;

/// <summary>The request's tools.</summary>
internal sealed class ToolCatalogue(AnswerContext context)
{
    public bool Knows(string name) => context.ToolNames.Contains(name);

    /// <summary>Whether some tool's name begins like this, or is this.</summary>
    public bool CanStart(ReadOnlySpan<char> beginning) => AnyStartsWith(beginning, longerThan: beginning.Length - 1);

    /// <summary>Whether some tool's name begins like this and goes on.</summary>
    public bool CanGrow(string beginning) => AnyStartsWith(beginning, longerThan: beginning.Length);

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

    private bool AnyStartsWith(ReadOnlySpan<char> beginning, int longerThan)
    {
        foreach (var name in context.ToolNames)
        {
            if (name.Length > longerThan && name.AsSpan().StartsWith(beginning, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
