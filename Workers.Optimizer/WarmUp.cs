using Microsoft.Extensions.Hosting;
using Pipeline.Contracts.Commands;
using Pipeline.Workers.Optimizer.Answers;

namespace Pipeline.Workers.Optimizer;

/// <summary>
/// Has every kind of answer written once while the host starts: code that is compiled while somebody waits may
/// take longer than anybody is let wait.
/// </summary>
internal sealed class WarmUp(LocalAnswers answers) : BackgroundService
{
    private const string Words = "Please look into https://example.com/a/issues/1 and fix `b` in src/c.cs";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () =>
        {
            foreach (var kind in Enum.GetValues<LocalAnswerKind>().Where(kind => kind != LocalAnswerKind.None)) answers.Write(Command(kind));
        },
        stoppingToken);

    private static AnswerLocally Command(LocalAnswerKind kind) => new()
    {
        StreamId = Guid.Empty,
        RequestId = "",
        ReplyTo = "",
        RequestedModel = "",
        Kind = kind,
        Text = kind is LocalAnswerKind.CommandPrefix or LocalAnswerKind.FilePaths ? "A=1 git grep -n \"a b\" | head -1" : Words,
        Output = "src/a.cs:1:b",
        InputTokens = 1,
    };
}
