using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>
/// How much the client wants the model to think. What the client does not mention is not sent, because
/// each of these parameters is one that some upstream refuses.
/// </summary>
/// <param name="Enabled">Null where the client does not mention thinking.</param>
/// <param name="Effort">OpenAI's <c>reasoning_effort</c>; null where none is given or thinking is off.</param>
internal sealed record ThinkingOptions(bool? Enabled, string? Effort)
{
    public ChatTemplateArguments? TemplateArguments => Enabled is { } enabled
        ? new ChatTemplateArguments(enabled, enabled)
        : null;

    public static ThinkingOptions Read(Field request)
    {
        bool? enabled = request.Member("thinking")?.Text("type") switch
        {
            "enabled" or "adaptive" => true,
            "disabled" => false,
            _ => null,
        };
        var effort = enabled is false ? null : request.Member("output_config")?.Text("effort");
        return new ThinkingOptions(enabled, effort switch
        {
            "low" or "medium" or "high" => effort,
            "xhigh" or "max" => "high",
            _ => null,
        });
    }
}
