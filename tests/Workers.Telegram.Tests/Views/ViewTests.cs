using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.Telegram;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Tests.Hosting;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Views;

/// <summary>Tests with a bot that shows work.</summary>
/// <param name="backend">Where it keeps its state.</param>
public abstract class ViewTests(Backend backend = Backend.Files) : BotTests(backend)
{
    private protected override bool ShowsWork => true;

    /// <summary>The bot's messages in Ann's chat.</summary>
    private protected IReadOnlyList<ChatMessage> Shown => [.. Ann.Sees.Where(message => message.IsFromBot)];

    /// <summary>The bot's only message, once it says this.</summary>
    private protected async Task<ChatMessage> ShowsAsync(string words)
    {
        await SeesAsync(shown => shown is [var only] && only.Text.Contains(words, StringComparison.Ordinal), words);
        return Shown[0];
    }

    /// <summary>Waits until the bot's messages are so.</summary>
    private protected Task SeesAsync(Func<IReadOnlyList<ChatMessage>, bool> isSo, string what) => Patience.UntilAsync(
        () => Task.FromResult(isSo(Shown)), $"{what}; shown is: {string.Join(" | ", Shown.Select(message => message.Text))}");

    /// <summary>The run of a new message of Ann's.</summary>
    private protected async Task<RunCliTask> BeginAsync(string prompt)
    {
        Ann.Writes(prompt);
        return await Host.Agents.RunAsync(prompt);
    }

    /// <summary>Ends a run with an answer, as an agent does.</summary>
    private protected async Task EndAsync(RunCliTask run, string text, RunState state = RunState.Completed)
    {
        await Host.Transcripts.WriteAsync(run, new RunEnded { State = state, Text = text });
        await Host.Agents.EndAsync(run, state, text);
    }

    /// <summary>The record of a node, once its end is shown.</summary>
    private protected async Task<TelegramView> ClosedAsync(RunCliTask run)
    {
        TelegramView? view = null;
        await Patience.UntilAsync(async () => (view = await Host.Store.ReadAsync<TelegramView>(run.NodeId, default)) is { IsOpen: false }, "the end to be shown");
        return view!;
    }

    private protected static TextWritten Text(string text) => new() { Text = text };
}
