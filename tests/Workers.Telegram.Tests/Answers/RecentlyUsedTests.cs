using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Answers;

namespace Pipeline.Workers.Telegram.Tests.Answers;

public sealed class RecentlyUsedTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void The_least_recently_used_goes_first()
    {
        var cache = new RecentlyUsed<int, string>(3, TimeSpan.FromHours(1), _time);
        for (var key = 1; key <= 3; key++) cache.Put(key, $"{key}");
        Assert.True(cache.TryGet(1, out _));
        cache.Put(4, "4");

        Assert.Equal([true, false, true, true], Enumerable.Range(1, 4).Select(key => cache.TryGet(key, out _)));
        Assert.Equal(3, cache.Count);
    }

    [Fact]
    public void An_hour_is_an_hour_however_often_it_is_used()
    {
        var cache = new RecentlyUsed<int, string>(3, TimeSpan.FromHours(1), _time);
        cache.Put(1, "1");
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.True(cache.TryGet(1, out _));

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(cache.TryGet(1, out _));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void A_value_that_is_put_again_replaces_the_old_and_counts_anew()
    {
        var cache = new RecentlyUsed<int, string>(3, TimeSpan.FromHours(1), _time);
        cache.Put(1, "old");
        _time.Advance(TimeSpan.FromMinutes(40));
        cache.Put(1, "new");
        _time.Advance(TimeSpan.FromMinutes(40));

        Assert.True(cache.TryGet(1, out var value));
        Assert.Equal(("new", 1), (value, cache.Count));
    }
}
