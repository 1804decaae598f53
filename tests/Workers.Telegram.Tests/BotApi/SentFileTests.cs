using System.Text;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.BotApi.Requests;

namespace Pipeline.Workers.Telegram.Tests.BotApi;

public sealed class A_file_that_is_sent : IAsyncLifetime
{
    private const long Chat = 42;

    private FakeTelegram _telegram = null!;

    public async Task InitializeAsync() => _telegram = await FakeTelegram.StartAsync();

    public async Task DisposeAsync() => await _telegram.DisposeAsync();

    [Theory]
    [InlineData("answer.md", "answer.md")]
    [InlineData("отчёт за май.md", "отчёт за май.md")]
    [InlineData("日本語 👍.txt", "日本語 👍.txt")]
    [InlineData("a \"quoted\"; name\r\n\\.txt", "a _quoted__ name___.txt")]
    public async Task Has_its_name(string name, string shown)
    {
        await SendAsync(TimeProvider.System, name, () => new MemoryStream("content"u8.ToArray()));

        var seen = Assert.Single(_telegram.Chat(Chat)).Document!;
        Assert.Equal((shown, "content"), (seen.Name, Encoding.UTF8.GetString(seen.Content)));
    }

    [Fact]
    public async Task Is_sent_as_long_as_it_was_although_it_grows()
    {
        await SendAsync(TimeProvider.System, "log.txt", () => new GrowingFile("before"u8.ToArray(), " and after"u8.ToArray()));

        Assert.Equal("before", Encoding.UTF8.GetString(Assert.Single(_telegram.Chat(Chat)).Document!.Content));
    }

    [Fact]
    public async Task Has_more_time_where_it_is_large()
    {
        var time = new ManualTime();
        var arrived = new TaskCompletionSource();
        _telegram.Misbehave("sendDocument", TelegramFault.Late(arrived.Task));

        var sent = SendAsync(time, "large.bin", () => new MemoryStream(new byte[640 * 1024]));
        await Patience.UntilAsync(() => Task.FromResult(_telegram.Chat(Chat).Count == 1));
        time.Advance(TimeSpan.FromSeconds(10));
        arrived.SetResult();

        await sent.Soon();
    }

    private async Task SendAsync(TimeProvider time, string name, Func<Stream> open)
    {
        using var bot = Bots.Of(_telegram, timeoutSeconds: 1, time);
        var result = await bot.SendRequest(new SendDocumentRequest(Chat, name, open)).Soon();
        Assert.True(result.IsOk, $"{result.Error}");
    }

    /// <summary>A file that is written to since its length was asked for.</summary>
    private sealed class GrowingFile(byte[] first, byte[] rest) : MemoryStream([.. first, .. rest], writable: false)
    {
        public override long Length => first.Length;
    }
}
