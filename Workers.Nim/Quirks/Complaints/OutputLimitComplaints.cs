using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Quirks.Complaints;

/// <summary>Complaints about a demanded length of the answer, whatever the prompt.</summary>
internal static class OutputLimitComplaints
{
    private const string Name = @"max_?(completion_|new_|output_)?tokens\b";

    // Groups: l the limit, x the first number beyond it.
    private static readonly Wording[] All =
    [
        new("supports at most (?<l>#) completion tokens"),
        new(@"range of max_tokens (is|should be) \[#, ?(?<l>#)\]"),
        new("max_tokens: # > (?<l>#), which is the maximum allowed number of output tokens"),
        new(@"supported range is from # \(inclusive\) to (?<x>#) \(exclusive\)"),
        new($@"{Name}.*?(less than or equal to|at most|no (more|greater|larger) than|<=|(must not|cannot|can't) exceed|maximum (value |allowed )?(is|of)|limited to)\W{{0,3}}(?<l>#)"),
        new($@"{Name}.*?(less than|<)\W{{0,3}}(?<x>#)"),
    ];

    public static Complaint? Read(string text, ChatRequest sent)
    {
        if ((sent.MaxTokens ?? sent.MaxCompletionTokens) is not { } requested) return null;

        var match = All.Select(wording => wording.In(text)).FirstOrDefault(match => match.Success);
        var limit = match?.Number("l") ?? match?.Number("x") - 1;
        return limit > 0 && limit < requested ? new OutputLimitFound(limit.Value) : null;
    }
}
