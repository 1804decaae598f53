using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>A lane for each chat that something was sent to lately, and what they share: the bot's own limit.</summary>
internal sealed class PacedMessages : IOutgoingMessages, IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private const int LiveShare = 2;

    private const TaskContinuationOptions Told = TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously;

    private readonly Lock _lanesGate = new();
    private readonly Dictionary<long, (ChatLane Lane, Task Work)> _lanes = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly PacingOptions _options;
    private readonly ITelegramBotClient _bot;
    private readonly TimeProvider _time;
    private readonly Func<double> _chance;
    private readonly ILogger<PacedMessages> _logger;
    private readonly RateGate _total;
    private readonly SemaphoreSlim _room;
    private readonly TimeSpan _window;
    private bool _disposed;

    public PacedMessages(ITelegramBotClient bot, IOptions<PacingOptions> options, TimeProvider time, Func<double> chance, ILogger<PacedMessages> logger)
    {
        (_bot, _options, _time, _chance, _logger) = (bot, options.Value, time, chance, logger);
        _window = TimeSpan.FromSeconds(_options.RateWindowSeconds);
        _total = new RateGate(_options.TotalPerSecond, Second, time);
        _room = new SemaphoreSlim(_options.MaxWaiting, _options.MaxWaiting);
    }

    /// <summary>Chats that are remembered.</summary>
    public int Lanes
    {
        get { lock (_lanesGate) return _lanes.Count; }
    }

    /// <inheritdoc/>
    public Task<BotResult<Message>> SendAsync(long chatId, BotRequest<Message> message, CancellationToken cancellationToken = default) =>
        GiveAsync(chatId, message, null, (queue, item) => queue.Add(item), cancellationToken);

    /// <inheritdoc/>
    public Task<BotResult<Message>> FinishAsync(EditMessageTextRequest edit, CancellationToken cancellationToken = default) =>
        GiveAsync(edit.ChatId, edit, edit.MessageId, (queue, item) => queue.AddFinal(item), cancellationToken);

    /// <inheritdoc/>
    public void ShowLive(
        long chatId, int messageId, Func<EditMessageTextRequest> content, Action<BotError>? refused = null, CancellationToken cancellationToken = default)
    {
        var item = new Outgoing(content, messageId, isLive: true, cancellationToken);
        if (refused is not null) _ = item.Done.ContinueWith(done => Tell(done.Result, refused), CancellationToken.None, Told, TaskScheduler.Default);
        Enqueue(chatId, queue => queue.AddLive(item));
    }

    /// <inheritdoc/>
    public Task WhenQuietAsync()
    {
        lock (_lanesGate) return Task.WhenAll(_lanes.Values.Select(lane => lane.Lane.Attempt));
    }

    /// <summary>Stops; what waits is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        await _stopping.CancelAsync();
        List<(ChatLane Lane, Task Work)> lanes;
        lock (_lanesGate) lanes = [.. _lanes.Values];
        foreach (var (lane, work) in lanes)
        {
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var item in lane.Queue.Lasting) item.Cancel();
        }

        _total.Dispose();
        _stopping.Dispose();
    }

    private async Task<BotResult<Message>> GiveAsync(
        long chatId, BotRequest<Message> request, int? messageId, Action<ChatQueue, Outgoing> add, CancellationToken cancellationToken)
    {
        // Entered without a wait as a rule, so that those who call one after the other are served so.
        if (!_room.Wait(0, CancellationToken.None)) await _room.WaitAsync(cancellationToken);
        var item = new Outgoing(() => request, messageId, isLive: false, cancellationToken);
        Enqueue(chatId, queue => add(queue, item));
        _ = item.Done.ContinueWith(_ => _room.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await item.Done.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (item.IsOnItsWay && !_stopping.IsCancellationRequested)
        {
            // Who has said something must know it, or it will be said again.
            return await item.Done;
        }
    }

    private static void Tell(BotResult<Message> result, Action<BotError> refused)
    {
        if (!result.IsOk) refused(result.Error);
    }

    private void Enqueue(long chatId, Action<ChatQueue> add)
    {
        lock (_lanesGate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_lanes.TryGetValue(chatId, out var lane)) _lanes[chatId] = lane = Start(chatId);
            add(lane.Lane.Queue);
        }
    }

    private (ChatLane Lane, Task Work) Start(long chatId)
    {
        List<RateGate> gates = [new RateGate(_options.RateLimit, _window, _time)];
        if (IsGroup(chatId)) gates.Add(new RateGate(_options.GroupPerMinute, Minute, _time));

        // Of what a group takes in a minute half is left for messages and ends, however many of its messages are live.
        var live = IsGroup(chatId) ? new RateGate(Math.Max(1, _options.GroupPerMinute / LiveShare), Minute, _time) : null;
        var lane = new ChatLane(new ChatQueue(), [.. gates, _total], live, _bot, new Backoff(_chance), _time, _logger);

        // Forgotten only when all that it has sent counts no more.
        var patience = IsGroup(chatId) && Minute > _window ? Minute : _window;
        return (lane, Task.Run(() => lane.RunAsync(patience + Second, () => TryForget(chatId, lane), _stopping.Token)));
    }

    private bool TryForget(long chatId, ChatLane lane)
    {
        lock (_lanesGate) return lane.Queue.IsEmpty && _lanes.Remove(chatId);
    }

    /// <summary>Groups and channels have negative ids.</summary>
    private static bool IsGroup(long chatId) => chatId < 0;
}
