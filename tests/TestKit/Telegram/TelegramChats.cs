namespace Pipeline.TestKit.Telegram;

/// <summary>All chats of the server and what stands in them.</summary>
internal sealed class TelegramChats
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(long Chat, int Id), ChatMessage> _messages = [];
    private readonly Dictionary<long, int> _lastIds = [];
    private readonly Dictionary<long, long> _moved = [];

    public IReadOnlyList<ChatMessage> Of(long chatId)
    {
        lock (_gate) return [.. _messages.Values.Where(message => message.ChatId == chatId).OrderBy(message => message.Id)];
    }

    public ChatMessage? Find(long chatId, int id)
    {
        lock (_gate) return _messages.GetValueOrDefault((chatId, id));
    }

    /// <summary>A group becomes another chat: nothing can be done in it any more.</summary>
    public void Move(long from, long to)
    {
        lock (_gate) _moved[from] = to;
    }

    public void ThrowIfMoved(long? chatId)
    {
        lock (_gate)
        {
            if (chatId is { } id && _moved.TryGetValue(id, out var target))
                throw new TelegramApiException(400, "Bad Request: group chat was upgraded to a supergroup chat", movedTo: target);
        }
    }

    public ChatMessage Add(long chatId, Func<int, ChatMessage> create)
    {
        lock (_gate)
        {
            var id = _lastIds[chatId] = _lastIds.GetValueOrDefault(chatId) + 1;
            return _messages[(chatId, id)] = create(id);
        }
    }

    /// <summary>Replaces a message; the change may throw what the API answers.</summary>
    public ChatMessage Change(long chatId, int id, string whatIsMissing, Func<ChatMessage, ChatMessage> change)
    {
        lock (_gate)
        {
            if (!_messages.TryGetValue((chatId, id), out var message)) throw new TelegramApiException(400, $"Bad Request: {whatIsMissing}");
            return _messages[(chatId, id)] = change(message);
        }
    }

    public bool Remove(long chatId, int id)
    {
        lock (_gate) return _messages.Remove((chatId, id));
    }
}
