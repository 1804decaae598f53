using Microsoft.Extensions.Logging;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>Brings one chat what waits for it, one call after the other.</summary>
/// <param name="queue">What waits.</param>
/// <param name="gates">What each call has to pass.</param>
/// <param name="live">What live edits have to pass besides, all of the chat together; null where nothing keeps them back.</param>
/// <param name="bot">Makes the calls.</param>
/// <param name="backoff">The pauses after failures.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Is told what goes wrong.</param>
internal sealed class ChatLane(
    ChatQueue queue, IReadOnlyList<RateGate> gates, RateGate? live, ITelegramBotClient bot, Backoff backoff, TimeProvider time, ILogger logger)
{
    private volatile Task _attempt = Task.CompletedTask;

    public ChatQueue Queue => queue;

    /// <summary>The call that is under way, or the last one. It completes when it is over, however that is.</summary>
    public Task Attempt => _attempt;

    /// <summary>Works until nothing has come for a while and the chat may be forgotten.</summary>
    public async Task RunAsync(TimeSpan patience, Func<bool> mayLeave, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await queue.WaitAsync(patience, time, cancellationToken);
                await DeliverNextAsync(cancellationToken);
            }
            catch (TimeoutException)
            {
                if (mayLeave()) return;
            }
        }
    }

    /// <summary>What goes is chosen when it may go, so that it is the newest.</summary>
    private async Task DeliverNextAsync(CancellationToken cancellationToken)
    {
        var mayBeLive = await TryEnterLiveAsync(cancellationToken);
        foreach (var gate in gates) await gate.EnterAsync(cancellationToken);
        var next = queue.Next(mayBeLive);
        var isLive = next?.IsLive == true;
        if (mayBeLive && !isLive) live?.Return();
        if (next is null)
        {
            foreach (var gate in gates) gate.Return();
            return;
        }

        var pause = TimeSpan.Zero;
        try
        {
            pause = await DeliverAsync(next, cancellationToken);
        }
        finally
        {
            foreach (var gate in gates) gate.Leave();
            if (isLive) live?.Leave();
        }

        await FullPause.PassAsync(pause, time, cancellationToken);
    }

    /// <summary>Waits, in front of all other gates, until a live edit may go, or something that lasts has come: false for the latter.</summary>
    private async Task<bool> TryEnterLiveAsync(CancellationToken cancellationToken)
    {
        if (live is null || live.TryEnter()) return true;

        using var decided = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var place = live.EnterAsync(decided.Token);
        await Task.WhenAny(place, queue.WaitForLastingAsync(decided.Token));
        await decided.CancelAsync();
        await place.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return place.IsCompletedSuccessfully;
    }

    /// <summary>Makes one attempt and says how long the chat is to be left alone.</summary>
    private async Task<TimeSpan> DeliverAsync(Outgoing item, CancellationToken cancellationToken)
    {
        var attempt = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _attempt = attempt.Task;
        try
        {
            // In this order, so that who gives it up at this very moment either stops it here or learns what becomes of it.
            item.IsOnItsWay = true;
            return item.IsUnwanted ? Drop(item) : await SendAsync(item, cancellationToken);
        }
        finally
        {
            attempt.SetResult();
        }
    }

    private async Task<TimeSpan> SendAsync(Outgoing item, CancellationToken cancellationToken)
    {
        BotResult<Message> result;
        try
        {
            result = await bot.SendRequest(item.Request(), cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // What could not be made or read here will not be better a second later; the others must not wait for it.
            logger.LogError(failure, "A message for Telegram could not be made");
            queue.Remove(item);
            item.Fail(failure);
            return TimeSpan.Zero;
        }

        return Judge(item, result);
    }

    private TimeSpan Drop(Outgoing item)
    {
        queue.Remove(item);
        item.Cancel();
        return TimeSpan.Zero;
    }

    private TimeSpan Judge(Outgoing item, BotResult<Message> result)
    {
        // Servers have more words for formatting that they refuse than anybody has listed, so an unknown refusal of it may be one.
        if (result.Error is { Kind: BotErrorKind.CannotParseEntities or BotErrorKind.BadRequest } && item is { IsFormatted: true, IsUnwanted: false })
        {
            logger.LogWarning("Telegram refuses the formatting of a message, which goes plain: {Reason}", result.Error.Description);
            item.MakePlain();
            queue.PutBack(item);
            return TimeSpan.Zero;
        }

        if (result.Error is { MayPass: true } error && (error.Kind is not (BotErrorKind.NoAnswer or BotErrorKind.ServerError) || item.MayTryAgain()))
        {
            // In this order, so that who gives it up meanwhile does not wait for the next try.
            item.IsOnItsWay = false;
            if (item.IsUnwanted) Drop(item);
            else queue.PutBack(item);
            var pause = backoff.Next();
            return error.RetryAfter > pause ? error.RetryAfter : pause;
        }

        // Nobody else tells of it: what is shown live goes on with the next edit.
        if (result.Error is { Kind: BotErrorKind.BadRequest } && item.IsLive) logger.LogWarning("Telegram refuses a live edit: {Reason}", result.Error.Description);
        backoff.Reset();
        queue.Remove(item);
        item.Complete(result);
        return TimeSpan.Zero;
    }
}
