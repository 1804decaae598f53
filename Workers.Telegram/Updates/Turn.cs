using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Conversation;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>One update while it is handled: who did something where, and what the bot still has to say about it.</summary>
/// <param name="UpdateKey">The update's record.</param>
/// <param name="UpdateId">The update's number.</param>
/// <param name="Person">Who did it.</param>
/// <param name="Place">Where.</param>
/// <param name="MessageId">The message that it is about.</param>
internal sealed record Turn(string UpdateKey, long UpdateId, User Person, Place Place, int MessageId)
{
    private readonly List<Task> _unsaid = [];

    /// <summary>
    /// Lets the update count as handled only once something was said. The chat goes on meanwhile: what it says may have
    /// to wait for Telegram's limits.
    /// </summary>
    public void Expect(Task said) => _unsaid.Add(said);

    /// <summary>Completes when everything was said.</summary>
    public Task Said => Task.WhenAll(_unsaid);
}
