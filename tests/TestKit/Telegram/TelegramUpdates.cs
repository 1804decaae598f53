using System.Text;
using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Telegram;

/// <summary>What waits for the bot: fetched by one poller, or brought to a webhook again and again until it takes it.</summary>
internal sealed class TelegramUpdates : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly List<JsonObject> _pending = [];
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (string Url, string? Secret)? _webhook;
    private CancellationTokenSource? _poller;
    private int _lastId = 100;
    private Task _delivery = Task.CompletedTask;

    /// <summary>The server that a proxy leads deliveries to; null where there is none.</summary>
    public volatile Uri? Server;

    public int Pending
    {
        get { lock (_gate) return _pending.Count; }
    }

    public string? WebhookUrl
    {
        get { lock (_gate) return _webhook?.Url; }
    }

    public void Add(string kind, JsonObject content)
    {
        lock (_gate)
        {
            _pending.Add(new JsonObject { ["update_id"] = ++_lastId, [kind] = content });
            _arrival.TrySetResult();
        }
    }

    /// <summary>A second poller ends the first one with 409, as Telegram does.</summary>
    public async Task<JsonArray> PollAsync(long? offset, int limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        lock (_gate)
        {
            if (_webhook is not null) throw new TelegramApiException(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
            _poller?.Cancel();
            _poller = mine;
            if (offset is not null) _pending.RemoveAll(update => (int)update["update_id"]! < offset);
        }

        try
        {
            return await WaitAsync(limit, timeout, mine.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !_stopping.IsCancellationRequested)
        {
            throw new TelegramApiException(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
        }
        finally
        {
            lock (_gate)
                if (_poller == mine) _poller = null;
        }
    }

    public void SetWebhook(string? url, string? secret)
    {
        lock (_gate)
        {
            _webhook = string.IsNullOrEmpty(url) ? null : (url, secret);
            _poller?.Cancel();
            if (_webhook is not null && _delivery.IsCompleted) _delivery = DeliverAsync();
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _http.Dispose();
    }

    private async Task<JsonArray> WaitAsync(int limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var end = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (_pending.Count > 0) return [.. _pending.Take(limit).Select(update => update.DeepClone())];
                if (_arrival.Task.IsCompleted) _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }

            var left = timeout - TimeProvider.System.GetElapsedTime(end);
            if (left <= TimeSpan.Zero) return [];
            await Task.WhenAny(arrival, Task.Delay(left, TimeProvider.System, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task DeliverAsync()
    {
        await Task.Yield();
        while (!_stopping.IsCancellationRequested)
        {
            JsonObject? update;
            (string Url, string? Secret) webhook;
            lock (_gate)
            {
                if (_webhook is null) return;
                webhook = _webhook.Value;
                update = _pending.FirstOrDefault();
            }

            if (update is not null && await IsTakenAsync(webhook.Url, webhook.Secret, update))
                lock (_gate) _pending.Remove(update);
            else
                await Task.Delay(RetryAfter, TimeProvider.System);
        }
    }

    private async Task<bool> IsTakenAsync(string url, string? secret, JsonObject update)
    {
        var target = Server is { } server ? new Uri(server, new Uri(url).PathAndQuery) : new Uri(url);
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new StringContent(update.ToJsonString(), Encoding.UTF8, "application/json") };
        if (secret is not null) request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        try
        {
            using var response = await _http.SendAsync(request, _stopping.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            // Nobody listens; it is tried again.
            return false;
        }
    }
}
