using Pipeline.Workers.Telegram.Limits;

namespace Pipeline.Workers.Telegram.Tests.Limits;

public sealed class SentMessagesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IReadOnlyList<LimitWindow> _windows = LimitWindow.Of(new LimitOptions { PerMinute = 3, PerHour = 10, PerDay = 20 });

    [Fact]
    public void No_span_of_any_window_ever_holds_more_than_its_limit_and_what_is_let_in_could_not_have_come_sooner()
    {
        var random = new Random(7);
        long[] remembered = [];
        List<DateTimeOffset> taken = [];
        for (var now = Start; now < Start.AddDays(3); now += TimeSpan.FromSeconds(random.Next(1, 400)))
        {
            var sent = new SentMessages(remembered, now);
            var wait = _windows.Max(sent.WaitFor);

            var isFull = _windows.Any(window => taken.Count(time => time > now - window.Length) >= window.Limit);
            Assert.Equal(isFull, wait > TimeSpan.Zero);
            if (isFull)
            {
                Assert.True(IsFull(taken, now + wait - TimeSpan.FromMilliseconds(1)));
                Assert.False(IsFull(taken, now + wait));
                continue;
            }

            remembered = sent.WithOneMore(_windows);
            taken.Add(now);
            Assert.All(_windows, window => Assert.Equal(taken.Count(time => time > now - window.Length), new SentMessages(remembered, now).In(window)));
        }

        Assert.True(taken.Count > 50);
    }

    [Fact]
    public void No_more_times_are_remembered_than_the_largest_limit_asks_for()
    {
        var windows = LimitWindow.Of(new LimitOptions { PerMinute = 0, PerHour = 0, PerDay = 5 });
        long[] remembered = [.. Enumerable.Range(0, 1000).Select(second => Start.AddSeconds(second).ToUnixTimeMilliseconds())];

        Assert.Equal(5, new SentMessages(remembered, Start.AddHours(1)).WithOneMore(windows).Length);
        Assert.Empty(new SentMessages(remembered, Start).WithOneMore(LimitWindow.Of(new LimitOptions { PerMinute = 0, PerHour = 0, PerDay = 0 })));
    }

    [Fact]
    public void A_worker_whose_clock_was_a_year_ahead_locks_nobody_out()
    {
        long[] remembered = [.. Enumerable.Range(0, 3).Select(second => Start.AddYears(1).AddSeconds(second).ToUnixTimeMilliseconds())];

        Assert.Equal(TimeSpan.FromMinutes(1), new SentMessages(remembered, Start).WaitFor(_windows[0]));
    }

    private bool IsFull(List<DateTimeOffset> taken, DateTimeOffset now) =>
        _windows.Any(window => taken.Count(time => time > now - window.Length) >= window.Limit);
}
