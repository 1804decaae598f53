using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Rendering.Messages;

/// <summary>Finds the entities of one stretch of a text after another, without looking at all of them each time.</summary>
internal sealed class EntityWindow(IReadOnlyList<MessageEntity> entities)
{
    private readonly List<MessageEntity> _open = [];
    private int _next;

    /// <summary>Those that touch the stretch, by offset. Each stretch begins no earlier than the one before.</summary>
    public List<MessageEntity> Touching(int start, int end)
    {
        _open.RemoveAll(entity => entity.End <= start);
        for (; _next < entities.Count && entities[_next].Offset < end; _next++)
            if (entities[_next].End > start) _open.Add(entities[_next]);
        return [.. _open];
    }
}
