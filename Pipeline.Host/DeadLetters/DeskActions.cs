using Pipeline.Contracts.Models;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Workers.DeadLetters.Desk;

namespace Pipeline.Host.DeadLetters;

/// <summary>What each verb does at the desk and prints. Returns the exit code.</summary>
internal static class DeskActions
{
    private const int Done = 0;
    private const int Failed = 1;

    public static async Task<int> ListAsync(IDeadLetterDesk desk, string? queue, bool json, CancellationToken cancelled)
    {
        var letters = await desk.ListAsync(queue, cancelled);
        Console.Out.WriteLine(json ? DeadLetterListing.Json(letters) : DeadLetterListing.Table(letters));
        return Done;
    }

    public static async Task<int> ShowAsync(IDeadLetterDesk desk, string typed, CancellationToken cancelled)
    {
        var id = DeadLetterId.Normalize(typed);
        if (!DeadLetterId.IsValid(id) || await desk.ShowAsync(id, cancelled) is not { } text) return NotFound(typed);

        Console.Out.Write(text);
        return Done;
    }

    public static async Task<int> ReplayAsync(IDeadLetterDesk desk, ReplaySelection selection, ModelReference? model, CancellationToken cancelled)
    {
        if (selection.Id is { } typed)
        {
            var id = DeadLetterId.Normalize(typed);
            if (!DeadLetterId.IsValid(id)) return NotFound(typed);
            selection = selection with { Id = id };
        }

        var outcomes = await desk.ReplayAsync(selection, model, cancelled);
        foreach (var outcome in outcomes) (outcome.IsDone ? Console.Out : Console.Error).WriteLine($"{outcome.Id} {outcome.Text}.");
        if (outcomes.Count == 0) Console.Error.WriteLine(selection.Queue is null ? "No dead letter waits." : $"No dead letter of {selection.Queue} waits.");
        return outcomes.Count > 0 && outcomes.All(outcome => outcome.IsDone) ? Done : Failed;
    }

    public static async Task<int> DiscardAsync(IDeadLetterDesk desk, string typed, CancellationToken cancelled)
    {
        var id = DeadLetterId.Normalize(typed);
        if (!DeadLetterId.IsValid(id) || !await desk.DiscardAsync(id, cancelled)) return NotFound(typed);

        Console.Out.WriteLine($"{id} is discarded.");
        return Done;
    }

    private static int NotFound(string typed)
    {
        Console.Error.WriteLine($"There is no dead letter {typed}; `dead-letters list` shows what is there.");
        return Failed;
    }
}
