using Pipeline.Workers.Nim.RateBudget.State;

namespace Pipeline.Workers.Nim.Tests.RateBudget;

public sealed class ProviderPauseTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = 60 * Second;
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Without_a_word_of_the_provider_each_refusal_in_a_row_doubles_the_pause_up_to_the_window()
    {
        var (pause, pauses) = (ProviderPause.None, new List<TimeSpan>());
        for (var at = Start + Second; pauses.Count < 9; at = pause.Until + Second)
        {
            pause = pause.Refused(at, at, null, Window, jitter: 1);
            pauses.Add(pause.Until - at);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], pauses.Select(length => length.TotalSeconds));
    }

    [Fact]
    public void Chance_takes_up_to_half_of_it() =>
        Assert.Equal(Second / 2, ProviderPause.None.Refused(Start, Start, null, Window, jitter: 0).Until - Start);

    [Fact]
    public void Calls_that_were_refused_together_count_as_one_refusal()
    {
        var pause = ProviderPause.None;
        for (var call = 0; call < 5; call++) pause = pause.Refused(Start, Start + (call * Second / 10), null, Window, jitter: 1);

        Assert.Equal(1, pause.Refusals);
        Assert.Equal(Start + (1.4 * Second), pause.Until);
    }

    [Fact]
    public void A_call_that_is_taken_ends_the_row_unless_it_was_granted_before_the_refusal()
    {
        var pause = ProviderPause.None.Refused(Start, Start, null, Window, jitter: 1);

        Assert.Equal(1, pause.Succeeded(Start - Second).Refusals);
        Assert.Equal(0, pause.Succeeded(Start + Second).Refusals);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_provider_that_asks_for_no_time_gets_the_backoff(int seconds) =>
        Assert.Equal(Start + Second, ProviderPause.None.Refused(Start, Start, seconds * Second, Window, jitter: 1).Until);

    [Fact]
    public void A_provider_that_asks_for_years_is_asked_again_after_a_day() =>
        Assert.Equal(Start + TimeSpan.FromDays(1), ProviderPause.None.Refused(Start, Start, TimeSpan.MaxValue, Window, jitter: 1).Until);

    [Fact]
    public void A_longer_pause_is_not_cut_short_by_a_shorter_one()
    {
        var pause = ProviderPause.None.Refused(Start, Start, 30 * Second, Window, jitter: 1).Refused(Start, Start + Second, 2 * Second, Window, jitter: 1);

        Assert.Equal(Start + (30 * Second), pause.Until);
    }
}
