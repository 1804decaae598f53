namespace Pipeline.Workers.Telegram.Updates;

/// <summary>Does what one chat asks one after the other, and what different chats ask at once.</summary>
/// <param name="atOnce">Most chats at once.</param>
internal sealed class ChatLanes(int atOnce) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, (Task Tail, long Number)> _tails = [];
    private readonly SemaphoreSlim _room = new(atOnce);
    private long _number;

    /// <summary>Adds work behind what the chat has asked before. It may fail; what follows is done all the same.</summary>
    public Task Add(long chat, Func<Task> work)
    {
        lock (_gate)
        {
            var before = _tails.TryGetValue(chat, out var last) ? last.Tail : Task.CompletedTask;
            var number = ++_number;
            var tail = RunAsync(chat, number, before, work);
            _tails[chat] = (tail, number);
            return tail;
        }
    }

    public void Dispose() => _room.Dispose();

    private async Task RunAsync(long chat, long number, Task before, Func<Task> work)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await _room.WaitAsync();
        try
        {
            await work();
        }
        finally
        {
            _room.Release();

            // The chain would otherwise keep every chat that ever wrote.
            lock (_gate)
                if (_tails.TryGetValue(chat, out var last) && last.Number == number) _tails.Remove(chat);
        }
    }
}
