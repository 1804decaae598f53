using System.Collections.Concurrent;

namespace Pipeline.TestKit.Telegram;

/// <summary>What happened at the server.</summary>
internal sealed class TelegramJournal
{
    private readonly ConcurrentQueue<TelegramCall> _calls = new();
    private readonly ConcurrentQueue<string> _complaints = new();

    public IReadOnlyList<TelegramCall> Calls => [.. _calls];

    public IReadOnlyList<string> Complaints => [.. _complaints];

    public void Note(TelegramCall call) => _calls.Enqueue(call);

    public void Complain(string what) => _complaints.Enqueue(what);
}
