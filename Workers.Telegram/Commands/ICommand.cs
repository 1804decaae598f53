using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary>
/// One of the bot's commands. It may run twice where its worker goes away in the middle, so what it changes it changes in one step with
/// noting that: see <see cref="UpdateReceipts.TryHandleAsync"/>.
/// </summary>
internal interface ICommand
{
    /// <summary>What it is called by, without the slash.</summary>
    IReadOnlyList<string> Names { get; }

    Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken);
}

/// <summary>A command as somebody has typed it.</summary>
/// <param name="Name">Its name in lower case, without the slash.</param>
/// <param name="Arguments">What follows it.</param>
/// <param name="IsForOther">Whether another bot is meant.</param>
/// <param name="ReplyTo">The message that it replies to.</param>
internal sealed record CommandCall(string Name, string Arguments, bool IsForOther, int? ReplyTo);
