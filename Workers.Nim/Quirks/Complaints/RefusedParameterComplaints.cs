using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Quirks.Complaints;

/// <summary>
/// Complaints about parameters. A parameter is refused where one statement both names it and refuses
/// something: merely being mentioned, for instance among those that are supported, is no complaint.
/// </summary>
internal static class RefusedParameterComplaints
{
    private static readonly (Quirk Quirk, Wording Name)[] Names =
    [
        (Quirk.NoTemplateArguments, new(@"\bchat_template(_kwargs)?\b|\benable_thinking\b|[`'""]thinking[`'""]")),
        (Quirk.NoReasoningEffort, new(@"\breasoning_?effort\b|\breasoning\.effort\b")),
        (Quirk.NoTopK, new(@"\btop_?k\b")),
        (Quirk.NoTopP, new(@"\btop_?p\b")),
        (Quirk.NoTemperature, new(@"\btemperature\b")),
        (Quirk.NoStop, new(@"[`'"".]stop\b|\bstop( parameter|[ _]sequences?)\b|-> stop\b")),
        (Quirk.NoStreamOptions, new(@"\bstream_options\b|\binclude_usage\b")),
        (Quirk.NoParallelToolCalls, new(@"\bparallel_tool_calls\b")),
        (Quirk.NoToolChoice, new(@"\btool_choice\b")),
        (Quirk.NoResponseFormat, new(@"\bresponse[_ ]format\b|\bjson_schema\b|\bstructured outputs?\b")),
        (Quirk.MaxCompletionTokens, new(@"\bmax_tokens\b")),
    ];

    private static readonly Wording Refusal = Wording.Any(
        @"\bun(supported|known|recogni[sz]ed|expected|available)(_\w+)?\b",
        @"\b(invalid|immutable|deprecated|forbidden|extra_forbidden|incompatible)\b",
        @"\bextra (inputs|fields)\b",
        @"\bnot (yet |currently |be |been )*(supported|allowed|permitted|accepted|implemented|available|enabled|recogni[sz]ed|valid|compatible|one of)\b",
        @"\b(does|do)(n't| not) (support|accept|allow)\b",
        @"\b(cannot|can't) (be|both|find|use)\b",
        @"\bmust (either )?(be|not)\b",
        @"\bonly supports?\b",
        @"\bno endpoints found that (can )?support\b");

    // What comes behind these words is a piece of advice.
    private static readonly Wording Advice = Wording.Any(
        @"\bdid you mean\b",
        @"\buse\b.*\binstead\b",
        @"\b(supported|valid|allowed|available) (parameter|field|argument)s\b");

    private static readonly Wording ExcludeEachOther = new(@"temperature\W+and\W+top_p\W+cannot both");

    /// <summary>The quirks that explain which parameters are refused, whether they were sent or not.</summary>
    public static IEnumerable<Quirk> Read(string text, ChatRequest sent)
    {
        if (ExcludeEachOther.IsIn(text)) return [Quirk.NoTopP];

        List<string> refusals = [.. Statements(text).Select(WithoutAdvice).Where(Refusal.IsIn)];
        return from name in Names
               where refusals.Any(name.Name.IsIn) && !IsOwnMistake(name.Quirk, sent)
               where name.Quirk is not Quirk.MaxCompletionTokens || text.Contains("max_completion_tokens", StringComparison.Ordinal)
               select name.Quirk;
    }

    private static IEnumerable<string> Statements(string text) =>
        text.Split('\n').SelectMany(line => line.Split(". ")).SelectMany(sentence => sentence.Split("; "));

    private static string WithoutAdvice(string statement)
    {
        var advice = Advice.In(statement);
        return advice.Success ? statement[..advice.Index] : statement;
    }

    /// <summary>A value that Anthropic's API refuses as well says nothing of the model: others would lose the parameter for it.</summary>
    private static bool IsOwnMistake(Quirk quirk, ChatRequest sent) => quirk switch
    {
        Quirk.NoTemperature => sent.Temperature is < 0 or > 1,
        Quirk.NoTopP => sent.TopP is < 0 or > 1,
        Quirk.NoTopK => sent.TopK is < 0,
        _ => false,
    };
}
