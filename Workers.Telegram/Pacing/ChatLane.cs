using Microsoft.Extensions.Logging;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>Brings one chat what waits for it, one call after the other.</summary>
internal sealed class ChatLane(ChatQueue queue, IReadOnlyList<RateGate> gates, ITelegramBotClient bot, Backoff backoff, TimeProvider time, ILogger logger)
{
    public ChatQueue Queue => queue;

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
        foreach (var gate in gates) await gate.EnterAsync(cancellationToken);
        var pause = TimeSpan.Zero;
        try
        {
            if (queue.Next() is { } next) pause = await DeliverAsync(next, cancellationToken);
        }
        finally
        {
            foreach (var gate in gates) gate.Leave();
        }

        await FullPause.PassAsync(pause, time, cancellationToken);
    }

    /// <summary>Makes one attempt and says how long the chat is to be left alone.</summary>
    private async Task<TimeSpan> DeliverAsync(Outgoing item, CancellationToken cancellationToken)
    {
        if (item.IsUnwanted) return Drop(item);

        BotResult<Message> result;
        try
        {
            item.IsOnItsWay = true;
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
        if (result.Error is { Kind: BotErrorKind.CannotParseEntities } && !item.IsPlain && !item.IsUnwanted)
        {
            logger.LogWarning("Telegram refuses the formatting of a message, which goes plain: {Reason}", result.Error.Description);
            item.IsPlain = true;
            queue.PutBack(item);
            return TimeSpan.Zero;
        }

        if (result.Error is { MayPass: true } error)
        {
            // In this order, so that who gives it up meanwhile does not wait for the next try.
            item.IsOnItsWay = false;
            if (item.IsUnwanted) Drop(item);
            else queue.PutBack(item);
            return error.Kind == BotErrorKind.TooManyRequests ? error.RetryAfter : backoff.Next();
        }

        backoff.Reset();
        queue.Remove(item);
        item.Complete(result);
        return TimeSpan.Zero;
    }
}
