using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Limits;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary><c>/usage</c>: what the person has used, and has left.</summary>
internal sealed class UsageCommand(PersonLimits limits, PersonSpending spending, Replies replies) : ICommand
{
    public IReadOnlyList<string> Names { get; } = [CommandMenu.Usage];

    public async Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        var windows = await limits.UsageAsync(turn.Person.Id, cancellationToken);
        var today = await spending.TodayAsync(turn.Person.Id, cancellationToken);
        replies.Answer(turn, LimitWords.Usage(windows, today), cancellationToken);
    }
}
