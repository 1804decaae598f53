using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.TestKit;
using Pipeline.Workers.Nim.Completion;

namespace Pipeline.Workers.Nim.Tests.Completion;

/// <summary>A broker that was away delivers again what it knows no acknowledgement of.</summary>
public sealed class DeliveriesTests
{
    private readonly ManualTime _time = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly Deliveries _deliveries;
    private readonly Guid _message = Guid.NewGuid();
    private readonly TaskCompletionSource<bool> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    public DeliveriesTests() => _deliveries = new Deliveries(_lifetime, _time);

    [Fact]
    public async Task A_message_under_way_is_not_begun_again_but_waited_for()
    {
        var first = DeliverAsync();
        var second = DeliverAsync();
        var isDoneEarly = second.IsCompleted;
        _end.SetResult(true);
        await Task.WhenAll(first, second).Soon();

        Assert.False(isDoneEarly);
        Assert.Equal(1, _begun);
    }

    [Fact]
    public async Task A_delivery_whose_connection_is_lost_waits_no_longer_and_its_work_goes_on_for_the_next_delivery()
    {
        using var connection = new CancellationTokenSource();
        var lost = DeliverAsync(connection.Token);
        await connection.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost.Soon());

        var next = DeliverAsync();
        _end.SetResult(true);
        await next.Soon();

        Assert.Equal(1, _begun);
    }

    [Fact]
    public async Task When_the_process_stops_the_work_is_told_and_ends_before_its_delivery_does()
    {
        using var delivery = new CancellationTokenSource();
        var wasTold = false;
        var stopping = _deliveries.OnceAsync(
            _message,
            async stop =>
            {
                wasTold = await Fires(stop);
                return false;
            },
            delivery.Token);

        _lifetime.StopApplication();
        await delivery.CancelAsync();
        await stopping.Soon();

        Assert.True(wasTold);
    }

    [Fact]
    public async Task One_that_was_finished_before_anybody_noticed_that_the_broker_had_gone_is_not_answered_again()
    {
        _end.SetResult(true);
        await DeliverAsync();
        _time.Advance(Deliveries.RememberedFor / 2);
        await DeliverAsync();

        Assert.Equal(1, _begun);
    }

    [Fact]
    public async Task One_that_was_given_up_is_free_for_the_next_try()
    {
        _end.SetResult(false);
        await DeliverAsync();
        await DeliverAsync();

        Assert.Equal(2, _begun);
    }

    [Fact]
    public async Task One_that_failed_is_free_for_the_next_try()
    {
        _end.SetException(new InvalidOperationException("It failed."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => DeliverAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => DeliverAsync());

        Assert.Equal(2, _begun);
    }

    [Fact]
    public async Task What_was_finished_long_ago_takes_no_memory()
    {
        _end.SetResult(true);
        await DeliverAsync();
        _time.Advance(Deliveries.RememberedFor * 2);
        await DeliverAsync();

        Assert.Equal(2, _begun);
    }

    private Task DeliverAsync(CancellationToken delivery = default) => _deliveries.OnceAsync(
        _message,
        _ =>
        {
            Interlocked.Increment(ref _begun);
            return _end.Task;
        },
        delivery);

    private static async Task<bool> Fires(CancellationToken token)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = token.UnsafeRegister(_ => fired.TrySetResult(), null);
        await fired.Task;
        return true;
    }
}
