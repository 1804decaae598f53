using System.Globalization;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Cli;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.Telegram;

namespace Pipeline.Benchmarks;

/// <summary>
/// The time from a person's message to the first that they see of its task, one person after the other, by the clock of a Bot API
/// server on this machine.
/// </summary>
internal sealed class FirstStatus(Uri upstream, bool quick) : IDisposable
{
    private static readonly string[] FreePort = ["--urls", "http://127.0.0.1:0"];

    private readonly TemporaryDirectory _home = new("chats");
    private readonly int _people = quick ? 5 : 50;

    /// <summary>Measures in one process and over RabbitMQ and PostgreSQL.</summary>
    public async Task RunAsync()
    {
        await EmbeddedAsync();
        await OverTheBrokerAsync();
    }

    public void Dispose() => _home.Dispose();

    private async Task EmbeddedAsync()
    {
        await using var telegram = await FakeTelegram.StartAsync();
        using var host = await StartAsync("Pipeline.Host", FreePort, Settings(telegram));
        await MeasureAsync("one process, state in files", telegram);
    }

    private async Task OverTheBrokerAsync()
    {
        await using var telegram = await FakeTelegram.StartAsync();
        await using var broker = await RabbitMqBroker.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        var settings = Settings(telegram);
        (settings["RABBITMQ_URL"], settings["DATABASE_URL"]) = (broker.Url.ToString(), database.ConnectionString);
        var (process, address) = await ChildProcess.StartAsync("Pipeline.Ingress.Api.dll", FreePort, settings);
        using var ingress = process;
        settings["INGRESS_URL"] = address.ToString();
        using var model = await StartAsync("Pipeline.Workers.Nim", [], settings);
        using var trees = await StartAsync("Pipeline.Workers.Trees", [], settings);
        using var agents = await StartAsync("Pipeline.Workers.Cli", [], settings);
        using var chats = await StartAsync("Pipeline.Workers.Telegram", [], settings);
        await MeasureAsync("over RabbitMQ, state in PostgreSQL (which does not flush)", telegram);
    }

    private Dictionary<string, string> Settings(FakeTelegram telegram) => new(Suite.HostSettings(upstream), StringComparer.Ordinal)
    {
        ["HOME"] = _home.Path,
        ["ANTHROPIC_AUTH_TOKEN"] = "bench",
        ["CLAUDE_CLI_PATH"] = ClaudeExecutable.Find(),
        ["CLAUDE_WORKSPACE"] = Path.Combine(_home.Path, "workspace"),
        ["TELEGRAM_BOT_TOKEN"] = telegram.Token,
        ["TELEGRAM_API_BASE_URL"] = telegram.BaseAddress.ToString(),
        ["ALLOWED_TELEGRAM_USER_ID"] = string.Join(',', Enumerable.Range(1, _people + 1).Select(person => person.ToString(CultureInfo.InvariantCulture))),
    };

    private static async Task<ChildProcess> StartAsync(string program, string[] arguments, Dictionary<string, string> settings) =>
        (await ChildProcess.StartAsync($"{program}.dll", arguments, settings)).Process;

    private async Task MeasureAsync(string how, FakeTelegram telegram)
    {
        List<double> status = [], answer = [];
        for (var number = 1; number <= _people + 1; number++)
        {
            var (first, last) = await AskAsync(telegram.Person(number));

            // The first message of all waits until everything has started.
            if (number == 1) continue;
            status.Add(first.TotalMilliseconds);
            answer.Add(last.TotalMilliseconds);
        }

        Console.WriteLine($"from a message on Telegram, {how}, {_people} people one after the other");
        Console.WriteLine($"  to its status  p50 {Comparison.Percentile(status, 50):0} ms, p95 {Comparison.Percentile(status, 95):0} ms");
        Console.WriteLine($"  to its answer  p50 {Comparison.Percentile(answer, 50):0} ms, p95 {Comparison.Percentile(answer, 95):0} ms; most of it is the CLI's, and the second between two edits");
        Console.WriteLine($"  refused or changed by Telegram's rules: {telegram.Limits.Violations.Count + telegram.Complaints.Count}\n");
    }

    private static async Task<(TimeSpan Status, TimeSpan Answer)> AskAsync(TelegramPerson person)
    {
        var question = person.Writes("Say hello.");
        ChatMessage? shown = null;
        await Patience.UntilAsync(
            () => Task.FromResult((shown = person.Sees.FirstOrDefault(message => message.IsFromBot))?.Text.Contains("done", StringComparison.Ordinal) == true),
            "a task to be done");
        var asked = person.Sees.Single(message => message.Id == question).SentAt;
        return (shown!.SentAt - asked, shown.Edits[^1].EditedAt - asked);
    }
}
