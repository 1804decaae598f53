using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Telegram.Limits;

/// <summary>What a person's runs have used on one day.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Tokens">All tokens.</param>
/// <param name="CostUsd">What they would cost in US dollars at Anthropic's list price.</param>
internal sealed record DaySpending(DateOnly Day, TokenCount Tokens, double CostUsd);
