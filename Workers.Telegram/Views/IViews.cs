using Pipeline.Persistence.Telegram;

namespace Pipeline.Workers.Telegram.Views;

/// <summary>Shows nodes in their chats while they wait and run, and how they ended.</summary>
internal interface IViews
{
    /// <summary>
    /// Begins to show a node whose <see cref="TelegramView"/> has just been stored, or goes on showing it. Returns once that is
    /// under way; what fails on the way to Telegram is made good later, from the record.
    /// </summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="cancellationToken">Gives up; the record is still there.</param>
    Task ShowAsync(Guid nodeId, CancellationToken cancellationToken);
}
