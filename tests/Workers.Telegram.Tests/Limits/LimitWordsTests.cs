using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Telegram.Limits;

namespace Pipeline.Workers.Telegram.Tests.Limits;

public sealed class LimitWordsTests
{
    private static readonly IReadOnlyList<LimitWindow> Windows = LimitWindow.Of(new LimitOptions { PerHour = 0 });

    [Theory]
    [InlineData(0.2, "1 second")]
    [InlineData(22.1, "23 seconds")]
    [InlineData(90, "2 minutes")]
    [InlineData(3600, "60 minutes")]
    [InlineData(7200, "2 hours")]
    [InlineData(11_521, "3 hours and 13 minutes")]
    public void A_wait_is_told_in_words_and_never_too_short(double seconds, string words) =>
        Assert.Equal(words, LimitWords.Time(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_refusal_names_the_limit_and_the_time_to_wait() => Assert.Equal(
        "Give me a moment, please: I take 10 messages a minute from each person. Send this one again in 12 seconds.",
        LimitWords.Refusal(new LimitDecision(Windows[0], TimeSpan.FromSeconds(12), ShouldTell: true)));

    [Fact]
    public void Usage_tells_what_is_used_and_left_and_whose_price_the_cost_is()
    {
        var tokens = new TokenCount { InputTokens = 12_345, OutputTokens = 678, CacheReadInputTokens = 9000 };
        var text = LimitWords.Usage([.. Windows.Select(window => new WindowUsage(window, 4))], new DaySpending(new DateOnly(2026, 11, 24), tokens, 1.5));

        Assert.Equal(
            """
            Your messages:
            • last minute: 4 of 10 used, 6 left
            • last hour: no limit
            • last day: 4 of 300 used, 296 left

            Today (2026-11-24, UTC):
            • 12,345 tokens read, 678 written
            • 9,000 more read from the cache, 0 written to it
            • $1.50 at Claude's list price, which is not what the model used costs
            """,
            text);
    }
}
