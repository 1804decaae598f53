using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Persistence.Coordination;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Leases;
using Pipeline.Workers.Telegram.Pacing;

namespace Pipeline.Workers.Telegram.Tests.Leases;

public sealed class A_lease_that_ends : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Documents _documents;
    private readonly Calls _calls = new();
    private readonly Work _work = new();
    private readonly LeaseHolder _holder;

    public A_lease_that_ends()
    {
        _documents = new Documents(_time);
        _holder = new LeaseHolder(Lease(), [_work], _calls, _time, NullLogger<LeaseHolder>.Instance);
    }

    public void Dispose() => _holder.Dispose();

    [Fact]
    public async Task Ends_the_work_before_its_own_end_where_the_database_fails_at_once()
    {
        await _holder.StartAsync(default);
        await _work.Begun.Task.Soon();
        _calls.Quiet.SetResult();
        _documents.Fails = true;

        // Three tries, the last of them a second before another worker could have the lease.
        for (var tries = 0; tries < 3; tries++)
        {
            await Patience.UntilAsync(() => Task.FromResult(_time.HasTimerIn(LeaseHolder.Renewal)));
            _time.Advance(LeaseHolder.Renewal);
        }

        await _work.Ended.Task.Soon();
        Assert.True(_time.GetUtcNow() - _documents.TakenAt < BotLease.Length);
        await _holder.StopAsync(default).Soon();
    }

    [Fact]
    public async Task Goes_to_the_next_worker_at_once_where_nothing_is_under_way()
    {
        await _holder.StartAsync(default);
        await _work.Begun.Task.Soon();
        _calls.Quiet.SetResult();

        await _holder.StopAsync(default).Soon();

        Assert.True(await Lease().TryTakeAsync(default));
    }

    [Fact]
    public async Task Is_kept_from_the_next_worker_while_a_call_is_under_way()
    {
        await _holder.StartAsync(default);
        await _work.Begun.Task.Soon();

        var stopped = _holder.StopAsync(default);
        await Patience.UntilAsync(() => Task.FromResult(_time.HasTimerIn(TimeSpan.FromSeconds(5))));
        _time.Advance(TimeSpan.FromSeconds(5));
        await stopped.Soon();

        Assert.False(await Lease().TryTakeAsync(default));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await Lease().TryTakeAsync(default));
    }

    [Fact]
    public async Task Begins_no_work_again_beside_what_is_still_under_way()
    {
        await _holder.StartAsync(default);
        await _work.Begun.Task.Soon();
        _documents.Fails = true;
        await AdvanceAsync(LeaseHolder.Renewal);
        await AdvanceAsync(LeaseHolder.Renewal);
        await AdvanceAsync(LeaseHolder.Renewal);
        await AdvanceAsync(TimeSpan.FromSeconds(5));
        _documents.Fails = false;
        await AdvanceAsync(LeaseHolder.Interval);
        Assert.Equal(1, _work.Times);

        _calls.Quiet.SetResult();

        await Patience.UntilAsync(() => Task.FromResult(_work.Times == 2), "the work to begin again");
        await _holder.StopAsync(default).Soon();
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        await Patience.UntilAsync(() => Task.FromResult(_time.HasTimerIn(time)), $"a wait of {time}");

        // Without the test's own context what waited goes on right there, so that it has when this returns.
        await Task.Run(() => _time.Advance(time));
    }

    private BotLease Lease() => new(new BotIdentity(Options.Create(new TelegramBotOptions { BotToken = "1:a" })), new WorkerInstance(), _documents);

    private sealed class Work : ILeaseWork
    {
        private int _times;

        /// <summary>How often it began.</summary>
        public int Times => Volatile.Read(ref _times);

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task RunAsync(CancellationToken lease)
        {
            Interlocked.Increment(ref _times);
            Begun.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lease);
            }
            finally
            {
                Ended.TrySetResult();
            }
        }
    }

    private sealed class Calls : IOutgoingMessages
    {
        public TaskCompletionSource Quiet { get; } = new();

        public Task WhenQuietAsync() => Quiet.Task;

        public Task<BotResult<Message>> SendAsync(long chatId, BotRequest<Message> message, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<BotResult<Message>> FinishAsync(EditMessageTextRequest edit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public void ShowLive(
            long chatId, int messageId, Func<EditMessageTextRequest> content, Action<BotError>? refused = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }

    private sealed class Documents(ManualTime time) : ISharedDocuments
    {
        private readonly Dictionary<string, byte[]> _documents = [];

        public bool Fails { get; set; }

        public DateTimeOffset TakenAt { get; private set; }

        public Task UpdateAsync(string name, DocumentChange change, CancellationToken cancellationToken)
        {
            if (Fails) throw new Outage();
            TakenAt = time.GetUtcNow();
            if (change(_documents.GetValueOrDefault(name), TakenAt) is { } changed) _documents[name] = changed;
            return Task.CompletedTask;
        }

        private sealed class Outage : DbException;
    }
}
