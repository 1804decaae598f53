using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Pipeline.TestKit;
using Pipeline.Workers.Cli.Tasks;

namespace Pipeline.Workers.Cli.Tests.Tasks;

public sealed class StoreOutageTests
{
    private readonly ManualTime _time = new();
    private int _tries;

    [Theory]
    [InlineData("57P03")]
    [InlineData("55000")]
    public async Task An_outage_is_ridden_out_however_long_it_lasts(string state)
    {
        var taken = await RideOutAsync(() => new InvalidOperationException("wrapped", Refusal(state)), failures: 20);
        Assert.Equal(21, taken);
    }

    [Theory]
    [InlineData("22021")]
    [InlineData("23505")]
    [InlineData("42703")]
    public async Task What_no_waiting_mends_is_told_after_a_few_tries(string state)
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => RideOutAsync(() => new InvalidOperationException("wrapped", Refusal(state)), failures: 20));
        Assert.Equal(("wrapped", 5), (fault.Message, _tries));
    }

    private static PostgresException Refusal(string state) => new("refused", "ERROR", "ERROR", state);

    private async Task<int> RideOutAsync(Func<Exception> fault, int failures)
    {
        var riding = new StoreOutage(_time, NullLogger<StoreOutage>.Instance).RideOutAsync(
            "Something",
            () => _tries++ < failures ? Task.FromException<int>(fault()) : Task.FromResult(_tries),
            Timeout.InfiniteTimeSpan,
            CancellationToken.None);
        await Patience.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(riding.IsCompleted);
        });
        return await riding;
    }
}
