using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>Translates <c>tool_choice</c>.</summary>
internal static class ToolChoices
{
    /// <summary>Null where the upstream's default will do, or where the chosen tool was not passed on.</summary>
    /// <param name="choice">The client's choice.</param>
    /// <param name="toolNames">The tools that are passed on, by their names on the wire.</param>
    /// <param name="names">Gives the chosen tool its name on the wire.</param>
    public static ToolChoice? Read(Field? choice, IReadOnlySet<string> toolNames, WireToolNames names) => choice?.Text("type") switch
    {
        _ when toolNames.Count == 0 => null, // a choice without tools is refused
        "auto" => ToolChoice.Auto,
        "any" => ToolChoice.Required,
        "none" => ToolChoice.None,
        "tool" when names.Of(choice.Value.RequiredText("name")) is var name && toolNames.Contains(name) =>
            new ToolChoiceFunction(name),
        _ => null,
    };

    /// <summary>False where the client asked for one call at a time; else the upstream's default.</summary>
    public static bool? ReadParallel(Field? choice, IReadOnlySet<string> toolNames) =>
        toolNames.Count > 0 && choice?.IsTrue("disable_parallel_tool_use") is true ? false : null;
}
