using System.Text;
using Pipeline.Workers.Nim.RateBudget.Shared;
using Pipeline.Workers.Nim.RateBudget.State;

namespace Pipeline.Workers.Nim.Tests.RateBudget;

public sealed class BudgetDocumentTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 10, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void What_is_written_is_read()
    {
        var state = new BudgetState { Now = Time, Pause = new ProviderPause(Time.AddSeconds(5), 3, Time.AddSeconds(-1)) };
        state.Workers["one"] = new WorkerShare { Seen = Time, UnderWay = 4, Unsent = 2, Arrivals = [Time, Time.AddSeconds(1)], Waiting = [Time.AddSeconds(2)] };
        state.Workers["idle"] = new WorkerShare { Seen = Time };

        var read = BudgetDocument.Read(BudgetDocument.Write(state))!;

        Assert.Equal((state.Now, state.Pause), (read.Now, read.Pause));
        Assert.Equivalent(state.Workers["one"], read.Workers["one"], strict: true);
        Assert.Equivalent(state.Workers["idle"], read.Workers["idle"], strict: true);
    }

    [Fact]
    public void A_part_of_a_microsecond_counts_as_a_whole_one_so_that_nothing_ends_early()
    {
        var state = new BudgetState { Now = Time.AddTicks(1) };

        Assert.Equal(Time.AddMicroseconds(1), BudgetDocument.Read(BudgetDocument.Write(state))!.Now);
    }

    [Fact]
    public void A_thousand_waiting_calls_take_17_bytes_each()
    {
        var state = new BudgetState { Now = Time };
        state.Workers["one"] = new WorkerShare { Seen = Time };
        var few = BudgetDocument.Write(state).Length;
        for (var call = 0; call < 1_000; call++) state.Workers["one"].Waiting.Add(Time.AddMilliseconds(call));

        Assert.InRange(BudgetDocument.Write(state).Length - few, 16_000, 17_100);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"now":"noon"}""")]
    public void What_is_no_state_is_not_read(string document) => Assert.Null(BudgetDocument.Read(Encoding.UTF8.GetBytes(document)));

    [Fact]
    public void Before_the_first_change_everything_is_free() => Assert.Empty(BudgetDocument.Read(null)!.Workers);
}
