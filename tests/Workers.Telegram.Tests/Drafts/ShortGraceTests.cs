using Pipeline.TestKit.Transcription;
using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.Drafts;

public sealed class ShortGraceTests : BotTests
{
    private FakeTranscription _transcription = null!;

    private protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [new("Telegram:Voice:BaseUrl", _transcription.BaseUrl), new("Telegram:Voice:CancelSeconds", "0.1")];

    private protected override async Task PrepareAsync() => _transcription = await FakeTranscription.StartAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _transcription.DisposeAsync();
    }

    [Fact]
    public async Task What_nobody_takes_back_runs_by_itself()
    {
        Ann.SendsVoice([1, 2, 3]);

        await Host.Agents.RunAsync("hello");
        await BotHost.SaysAsync(Ann, "“hello”");
    }
}
