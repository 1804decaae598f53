using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Pacing;
using Pipeline.Workers.Telegram.Tests.BotApi;

namespace Pipeline.Workers.Telegram.Tests.Pacing;

public sealed class What_goes_to_the_chats : IAsyncLifetime
{
    private FakeTelegram _telegram = null!;
    private TelegramBotClient _bot = null!;
    private PacedMessages _messages = null!;

    public async Task InitializeAsync()
    {
        _telegram = await FakeTelegram.StartAsync();
        _bot = Bots.Of(_telegram, timeoutSeconds: 5);
        _messages = Paced(new PacingOptions());
    }

    public async Task DisposeAsync()
    {
        await _messages.DisposeAsync();
        _bot.Dispose();
        await _telegram.DisposeAsync();
    }

    [Fact]
    public async Task Survives_a_storm_of_edits_without_breaking_a_limit()
    {
        const int Chats = 5;
        const int Edits = 6_000;
        var sent = await Task.WhenAll(Enumerable.Range(1, Chats).Select(chat => SendAsync(chat, "start")));
        var rendered = 0;

        // 2,000 a second for three seconds.
        using var frames = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        for (var edit = 0; edit < Edits; edit++)
        {
            var (message, text) = (sent[edit % Chats], $"frame {edit}");
            _messages.ShowLive(message.Chat.Id, message.MessageId, () =>
            {
                Interlocked.Increment(ref rendered);
                return new EditMessageTextRequest(message.Chat.Id, message.MessageId, text);
            });
            if (edit % 20 == 19) await frames.WaitForNextTickAsync();
        }

        var ends = await Task.WhenAll(sent.Select(message => _messages.FinishAsync(new EditMessageTextRequest(message.Chat.Id, message.MessageId, $"the end of {message.Chat.Id}")))).Soon();

        Assert.All(ends, end => Assert.True(end.IsOk));
        for (var chat = 1; chat <= Chats; chat++)
        {
            var seen = Assert.Single(_telegram.Chat(chat));
            Assert.Equal($"the end of {chat}", seen.Text);
            Assert.InRange(seen.Edits.Count, 3, 7);
            Assert.Equal(seen.Edits.Skip(1).Select(edit => Frame(edit.Text)).Order(), seen.Edits.Skip(1).Select(edit => Frame(edit.Text)));
        }

        Assert.Empty(_telegram.Limits.Violations);
        Assert.InRange(rendered, Chats, Chats * 7);
    }

    [Fact]
    public async Task Goes_in_order_and_an_end_after_all_that_was_live()
    {
        var first = await SendAsync(1, "first");
        _messages.ShowLive(1, first.MessageId, () => new EditMessageTextRequest(1, first.MessageId, "live"));
        var end = _messages.FinishAsync(new EditMessageTextRequest(1, first.MessageId, "end"));
        var second = _messages.SendAsync(1, new SendMessageRequest(1, "second"));
        var third = _messages.SendAsync(1, new SendMessageRequest(1, "third"));

        await Task.WhenAll(end, second, third).Soon();

        Assert.Equal(["end", "second", "third"], _telegram.Chat(1).Select(message => message.Text));
        Assert.Empty(_telegram.Limits.Violations);
    }

    [Fact]
    public async Task Leaves_out_what_nobody_wants_any_more()
    {
        var first = await SendAsync(1, "first");
        using var ending = new CancellationTokenSource();
        _messages.ShowLive(1, first.MessageId, () => new EditMessageTextRequest(1, first.MessageId, "live"), cancellationToken: ending.Token);
        var unwanted = _messages.SendAsync(1, new SendMessageRequest(1, "unwanted"), ending.Token);
        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unwanted);
        await SendAsync(1, "last");

        Assert.Equal(["first", "last"], _telegram.Chat(1).Select(message => message.Text));
    }

    [Fact]
    public async Task Tells_what_became_of_a_message_that_was_on_its_way_when_it_was_given_up()
    {
        var arrived = new TaskCompletionSource();
        _telegram.Misbehave("sendMessage", TelegramFault.Late(arrived.Task));
        using var ending = new CancellationTokenSource();
        var sent = _messages.SendAsync(1, new SendMessageRequest(1, "said"), ending.Token);
        await Patience.UntilAsync(() => Task.FromResult(_telegram.Chat(1).Count == 1));

        await ending.CancelAsync();
        arrived.SetResult();

        Assert.Equal(_telegram.Chat(1)[0].Id, (await sent.Soon()).Value!.MessageId);
    }

    [Fact]
    public async Task Tells_why_a_live_edit_is_refused()
    {
        var first = await SendAsync(1, "first");
        var refusal = new TaskCompletionSource<BotError>();
        _telegram.Misbehave("editMessageText", new TelegramFault(TelegramFaultKind.Answer, 400, "Bad Request: message to edit not found"));

        _messages.ShowLive(1, first.MessageId, () => new EditMessageTextRequest(1, first.MessageId, "live"), refusal.SetResult);

        Assert.Equal(BotErrorKind.MessageNotFound, (await refusal.Task.Soon()).Kind);
    }

    [Fact]
    public async Task Waits_as_long_as_Telegram_asks_in_that_chat_alone()
    {
        _telegram.Misbehave("sendMessage", TelegramFault.TooManyRequests(3));
        var slow = _messages.SendAsync(1, new SendMessageRequest(1, "slow"));
        await Patience.UntilAsync(() => Task.FromResult(_telegram.Calls.Count == 1));

        await SendAsync(2, "quick");
        Assert.False(slow.IsCompleted);
        await slow.Soon();

        var calls = _telegram.Calls.Where(call => (long)call.Parameters["chat_id"]! == 1).ToList();
        Assert.True(calls[1].At - calls[0].At >= TimeSpan.FromSeconds(3));
        Assert.Equal("slow", Assert.Single(_telegram.Chat(1)).Text);
    }

    [Fact]
    public async Task Arrives_although_the_server_fails_and_the_network_breaks()
    {
        var message = await SendAsync(1, "start");
        _telegram.Misbehave("editMessageText", TelegramFault.ServerError, TelegramFault.DropBefore, TelegramFault.DropAfter);

        var end = await _messages.FinishAsync(new EditMessageTextRequest(1, message.MessageId, "the end")).Soon();

        Assert.Equal(BotErrorKind.MessageNotModified, end.Error!.Kind);
        Assert.Equal("the end", Assert.Single(_telegram.Chat(1)).Text);
    }

    [Fact]
    public async Task Goes_plain_where_its_formatting_is_refused()
    {
        _telegram.Misbehave("sendMessage", TelegramFault.CannotParse);

        await _messages.SendAsync(1, new SendMessageRequest(1, "bold") { Entities = [new MessageEntity(MessageEntityType.Bold, 0, 4)] }).Soon();

        var seen = Assert.Single(_telegram.Chat(1));
        Assert.Equal(("bold", 0), (seen.Text, seen.Entities.Count));
    }

    [Fact]
    public async Task Is_refused_only_for_good_reasons_which_hold_up_nobody()
    {
        _telegram.Misbehave("sendMessage", new TelegramFault(TelegramFaultKind.Answer, 403, "Forbidden: bot was blocked by the user"));

        var blocked = await _messages.SendAsync(1, new SendMessageRequest(1, "a")).Soon();
        await SendAsync(1, "b");

        Assert.Equal(BotErrorKind.Forbidden, blocked.Error!.Kind);
        Assert.Equal("b", Assert.Single(_telegram.Chat(1)).Text);
    }

    [Fact]
    public async Task To_many_chats_at_once_keeps_to_the_limit_of_the_bot()
    {
        await Task.WhenAll(Enumerable.Range(1, 70).Select(chat => SendAsync(chat, "hello"))).Soon();

        Assert.Empty(_telegram.Limits.Violations);
        Assert.All(Enumerable.Range(1, 70), chat => Assert.Single(_telegram.Chat(chat)));
    }

    [Fact]
    public async Task In_a_group_keeps_to_the_limit_of_a_minute()
    {
        await using var fast = Paced(new PacingOptions { RateLimit = 30, GroupPerMinute = 3 });
        _telegram.Limits.PerChatSecond = 30;
        _telegram.Limits.PerGroupMinute = 3;

        var sent = Enumerable.Range(0, 4).Select(number => fast.SendAsync(-5, new SendMessageRequest(-5, $"{number}"))).ToList();

        await Task.WhenAll(sent.Take(3)).Soon();
        await SendAsync(6, "meanwhile");
        Assert.False(sent[3].IsCompleted);
        Assert.Empty(_telegram.Limits.Violations);
        await fast.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent[3].Soon());
    }

    [Fact]
    public async Task That_nobody_wants_any_more_is_left_out()
    {
        using var gone = new CancellationTokenSource();
        await SendAsync(1, "first");
        var unwanted = _messages.SendAsync(1, new SendMessageRequest(1, "unwanted"), gone.Token);
        await gone.CancelAsync();
        await SendAsync(1, "last");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unwanted.Soon());
        Assert.Equal(["first", "last"], _telegram.Chat(1).Select(message => message.Text));
    }

    [Fact]
    public async Task Drains_before_the_end_and_forgets_chats_that_are_silent()
    {
        await using var fast = Paced(new PacingOptions { RateWindowSeconds = 0.05 });
        _telegram.Limits.PerChatSecond = 100;
        var sent = Enumerable.Range(0, 5).Select(number => fast.SendAsync(1, new SendMessageRequest(1, $"{number}"))).ToList();

        await fast.DrainAsync(CancellationToken.None).Soon();

        Assert.Equal(["0", "1", "2", "3", "4"], _telegram.Chat(1).Select(message => message.Text));
        await Task.WhenAll(sent).Soon();
        await Patience.UntilAsync(() => Task.FromResult(fast.Lanes == 0));
    }

    private static int Frame(string text) => int.Parse(text["frame ".Length..], System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Message> SendAsync(long chat, string text)
    {
        var result = await _messages.SendAsync(chat, new SendMessageRequest(chat, text)).Soon();
        Assert.True(result.IsOk, $"{result.Error}");
        return result.Value;
    }

    private PacedMessages Paced(PacingOptions options) =>
        new(_bot, Options.Create(options), TimeProvider.System, () => 0.5, NullLogger<PacedMessages>.Instance);
}
