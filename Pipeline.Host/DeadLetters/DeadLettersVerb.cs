using System.CommandLine;
using Pipeline.Contracts.Models;
using Pipeline.Transport.Hosting;
using Pipeline.Transport.Settings;
using Pipeline.Workers.DeadLetters.Desk;

namespace Pipeline.Host.DeadLetters;

/// <summary>
/// <c>dead-letters</c>: what failed for good, to be seen, replayed and discarded. Exit codes: 0 done, 1 failed
/// or nothing found, 2 wrong usage.
/// </summary>
internal static class DeadLettersVerb
{
    public const string Name = "dead-letters";

    private const int WrongUsage = 2;

    private const string About = """
        See, replay and discard what failed for good: model requests that no model answered, and messages that no
          worker could handle.

          dead-letters list                                          what is there, oldest first
          dead-letters show 1ng37dt-ycc7                             one whole, with the answer of its replay
          dead-letters replay --all --model nvidia_nim/z-ai/glm4.7   all that wait, on this model

          Exit codes: 0 done, 1 failed or nothing found, 2 wrong usage.
        """;

    public static Task<int> RunAsync(string[] arguments) => StartFaults.TellAsync(async () =>
    {
        var parsed = Root().Parse([Name, .. arguments]);
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return parsed.Errors.Count > 0 ? WrongUsage : exitCode;
    });

    private static RootCommand Root() => new("Pipeline: Claude Code on the models you choose.")
    {
        new Command(Name, About)
        {
            List(),
            Show(),
            Replay(),
            Discard(),
        },
    };

    private static Command List()
    {
        var queue = new Option<string?>("--queue") { HelpName = "QUEUE", Description = "Only those of this queue, e.g. complete-message.nvidia_nim" };
        var json = new Option<bool>("--json") { Description = "One JSON array, for programs" };
        var command = new Command("list", "List dead letters, oldest first. Changes nothing.") { queue, json };
        command.SetAction((parsed, cancelled) => AtDeskAsync(desk => DeskActions.ListAsync(desk, parsed.GetValue(queue), parsed.GetValue(json), cancelled)));
        return command;
    }

    private static Command Show()
    {
        var id = Id();
        var command = new Command("show", "Show one whole: the message, why and when it failed, and the answer of its replay. Secrets are left out.") { id };
        command.SetAction((parsed, cancelled) => AtDeskAsync(desk => DeskActions.ShowAsync(desk, parsed.GetValue(id)!, cancelled)));
        return command;
    }

    private static Command Replay()
    {
        var id = Id();
        id.Arity = ArgumentArity.ZeroOrOne;
        var queue = new Option<string?>("--queue") { HelpName = "QUEUE", Description = "Replay all that wait of this queue" };
        var all = new Option<bool>("--all") { Description = "Replay all that wait" };
        var model = new Option<string?>("--model") { HelpName = "provider/name", Description = "Run model requests on this model instead" };
        model.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && SettingFormat.Model(SettingsSource.Read(Directory.GetCurrentDirectory()).ProviderCatalogue()).Fault(name) is { } fault) result.AddError($"--model {fault}.");
        });
        var command = new Command("replay", "Send dead letters to their queues again. What a replayed model request is answered is kept with it: show ID.") { id, queue, all, model };
        command.Validators.Add(result =>
        {
            var chosen = new[] { result.GetValue(id) is not null, result.GetValue(queue) is not null, result.GetValue(all) };
            if (chosen.Count(one => one) != 1) result.AddError("Say what to replay: an ID, --queue QUEUE or --all.");
        });
        command.SetAction((parsed, cancelled) =>
        {
            var selection = new ReplaySelection(parsed.GetValue(id), parsed.GetValue(queue));
            ModelReference? other = ModelReference.TryParse(parsed.GetValue(model), out var reference) ? reference : null;
            return AtDeskAsync(desk => DeskActions.ReplayAsync(desk, selection, other, cancelled));
        });
        return command;
    }

    private static Command Discard()
    {
        var id = Id();
        var command = new Command("discard", "Remove one for good.") { id };
        command.SetAction((parsed, cancelled) => AtDeskAsync(desk => DeskActions.DiscardAsync(desk, parsed.GetValue(id)!, cancelled)));
        return command;
    }

    private static Argument<string?> Id() => new("ID") { Description = "As `list` prints it" };

    private static async Task<int> AtDeskAsync(Func<IDeadLetterDesk, Task<int>> action)
    {
        await using var open = await OpenDesk.FindAsync();
        return await open.UseAsync(action);
    }
}
