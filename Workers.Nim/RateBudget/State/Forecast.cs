namespace Pipeline.Workers.Nim.RateBudget.State;

/// <summary>
/// When waiting calls may go as far as that is known: by the pause, and by the places in the window with all
/// that come free again. How long calls are under way nobody knows; that counts as no wait.
/// </summary>
internal sealed class Forecast
{
    private readonly DateTimeOffset _earliest;
    private readonly DateTimeOffset[] _places;
    private readonly TimeSpan _lap;

    public Forecast(BudgetState state, RateLimits limits)
    {
        _earliest = state.Now > state.Pause.Until ? state.Now : state.Pause.Until;
        _lap = limits.Hold;
        _places = limits.Limit == 0 ? [] : Places(state, limits);
    }

    /// <summary>When a call may go at the earliest.</summary>
    /// <param name="before">Calls that go before it.</param>
    public DateTimeOffset Start(int before) =>
        _places.Length == 0 ? _earliest : _places[before % _places.Length] + (_lap * (before / _places.Length));

    // When each place is free, the earliest first. Where more are taken than the limit has, it may have been
    // lowered, and the first to come free are none.
    private DateTimeOffset[] Places(BudgetState state, RateLimits limits)
    {
        List<DateTimeOffset> taken = [];
        foreach (var share in state.Workers.Values)
        {
            foreach (var arrival in share.Arrivals) taken.Add(arrival + limits.Hold);

            // As if they were sent now; those of a worker that died, when they are given up.
            var unsent = share.IsAlive(state.Now, limits) ? state.Now + limits.Hold : share.UnsentUntil(limits);
            for (var count = share.Held(state.Now, limits) - share.Arrivals.Count; count > 0; count--) taken.Add(unsent);
        }

        taken.Sort();
        var places = new DateTimeOffset[limits.Limit];
        var free = Math.Max(0, limits.Limit - taken.Count);
        for (var place = 0; place < places.Length; place++)
        {
            var time = place < free ? _earliest : taken[taken.Count - limits.Limit + place];
            places[place] = time > _earliest ? time : _earliest;
        }

        return places;
    }
}
