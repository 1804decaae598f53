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
            Assert.InRange(seen.Edits.Count, 2, MostWithin(seen.Edits[^1].EditedAt - seen.SentAt));
            Assert.Equal(seen.Edits.Skip(1).Select(edit => Frame(edit.Text)).Order(), seen.Edits.Skip(1).Select(edit => Frame(edit.Text)));
        }

        Assert.Empty(_telegram.Limits.Violations);
        Assert.InRange(rendered, Chats, _telegram.Calls.Count(call => call.Method == "editMessageText"));
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
        await slow.Soon();

        // The order of the calls, and not a clock of the test's, tells that the other chat did not wait.
        Assert.Equal([1, 2, 1], _telegram.Calls.Select(call => (long)call.Parameters["chat_id"]!));
        Assert.Empty(_telegram.Limits.Violations);
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

    [Theory]
    [InlineData("Bad Request: can't parse MessageEntity: Unsupported type specified")]
    [InlineData("Bad Request: Entity URL 'x' is invalid: Wrong HTTP URL")]
    [InlineData("Bad Request: words that nobody knows yet")]
    public async Task Goes_plain_whatever_the_words_are_in_which_its_formatting_is_refused(string words)
    {
        _telegram.Misbehave("sendMessage", new TelegramFault(TelegramFaultKind.Answer, 400, words));

        var sent = await _messages.SendAsync(1, new SendMessageRequest(1, "bold") { Entities = [new MessageEntity(MessageEntityType.Bold, 0, 4)] }).Soon();

        Assert.True(sent.IsOk, $"{sent.Error}");
        Assert.Empty(Assert.Single(_telegram.Chat(1)).Entities);
    }

    [Fact]
    public async Task Goes_plain_just_once()
    {
        var refused = new TelegramFault(TelegramFaultKind.Answer, 400, "Bad Request: words that nobody knows yet");
        _telegram.Misbehave("sendMessage", refused, refused);

        var sent = await _messages.SendAsync(1, new SendMessageRequest(1, "bold") { Entities = [new MessageEntity(MessageEntityType.Bold, 0, 4)] }).Soon();

        Assert.Equal(BotErrorKind.BadRequest, sent.Error!.Kind);
        Assert.Equal(2, _telegram.Calls.Count);
    }

    [Fact]
    public async Task Does_not_stand_for_ever_behind_a_file_that_does_not_get_through()
    {
        _telegram.Misbehave("sendDocument", [.. Enumerable.Repeat(TelegramFault.DropBefore, 10)]);

        var file = _messages.SendAsync(1, new SendDocumentRequest(1, "large.bin", () => new MemoryStream(new byte[1000])));
        var next = SendAsync(1, "next");

        Assert.Equal(BotErrorKind.NoAnswer, (await file.Soon()).Error!.Kind);
        await next.Soon();
        Assert.Equal(3, _telegram.Calls.Count(call => call.Method == "sendDocument"));
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
    public async Task Is_forgotten_with_a_chat_that_is_silent()
    {
        await using var fast = Paced(new PacingOptions { RateWindowSeconds = 0.05 });
        _telegram.Limits.PerChatSecond = 100;

        await Task.WhenAll(Enumerable.Range(0, 5).Select(number => fast.SendAsync(1, new SendMessageRequest(1, $"{number}")))).Soon();

        Assert.Equal(["0", "1", "2", "3", "4"], _telegram.Chat(1).Select(message => message.Text));
        await Patience.UntilAsync(() => Task.FromResult(fast.Lanes == 0));
    }

    [Fact]
    public async Task Leaves_in_a_group_room_for_messages_and_ends_however_many_of_its_messages_are_live()
    {
        await using var fast = Paced(new PacingOptions { RateLimit = 30, GroupPerMinute = 8 });
        (_telegram.Limits.PerChatSecond, _telegram.Limits.PerGroupMinute) = (30, 8);
        var messages = new List<Message>();
        foreach (var text in new[] { "one", "two" }) messages.Add((await fast.SendAsync(-5, new SendMessageRequest(-5, text)).Soon()).Value!);
        void ShowBoth(int frame)
        {
            foreach (var message in messages) fast.ShowLive(-5, message.MessageId, () => new EditMessageTextRequest(-5, message.MessageId, $"frame {frame}"));
        }

        for (var frame = 0; frame < 2; frame++)
        {
            ShowBoth(frame);
            await Patience.UntilAsync(() => Task.FromResult(Edits() == 2 * (frame + 1)));
        }

        // Half of what the group takes is used; these wait for the next minute, and nothing that lasts waits behind them.
        ShowBoth(2);
        var end = await fast.FinishAsync(new EditMessageTextRequest(-5, messages[0].MessageId, "the end")).Soon();
        await fast.SendAsync(-5, new SendMessageRequest(-5, "a new one")).Soon();

        Assert.True(end.IsOk);
        Assert.Equal(["the end", "frame 1", "a new one"], _telegram.Chat(-5).Select(message => message.Text));
        Assert.Empty(_telegram.Limits.Violations);

        int Edits() => _telegram.Calls.Count(call => call.Method == "editMessageText");
    }

    [Fact]
    public async Task Is_quiet_when_the_call_that_is_under_way_is_over()
    {
        var message = await SendAsync(1, "start");
        var arrived = new TaskCompletionSource();
        _telegram.Misbehave("editMessageText", TelegramFault.Late(arrived.Task));
        _messages.ShowLive(1, message.MessageId, () => new EditMessageTextRequest(1, message.MessageId, "live"));
        await Patience.UntilAsync(() => Task.FromResult(_telegram.Chat(1)[0].Text == "live"));

        var quiet = _messages.WhenQuietAsync();
        Assert.False(quiet.IsCompleted);
        arrived.SetResult();

        await quiet.Soon();
    }

    /// <summary>How many edits a limit of one a second lets through in a time that the server has measured.</summary>
    private static int MostWithin(TimeSpan time) => (int)time.TotalSeconds + 1;

    private static int Frame(string text) => int.Parse(text["frame ".Length..], System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Message> SendAsync(long chat, string text)
    {
        var result = await _messages.SendAsync(chat, new SendMessageRequest(chat, text)).Soon();
        Assert.True(result.IsOk, $"{result.Error}");
        return result.Value;
    }

    [Fact]
    public async Task Leaves_the_place_of_what_nobody_wants_any_more_to_the_next()
    {
        const int Window = 10;
        _telegram.Limits.Enforced = false;
        var time = new ManualTime();
        await using var messages = Paced(new PacingOptions { RateLimit = 1, RateWindowSeconds = Window }, time);
        await messages.SendAsync(1, new SendMessageRequest(1, "first")).Soon();
        using var unwanted = new CancellationTokenSource();
        var second = messages.SendAsync(1, new SendMessageRequest(1, "second"), unwanted.Token);
        var third = messages.SendAsync(1, new SendMessageRequest(1, "third"));
        await unwanted.CancelAsync();

        await Patience.UntilAsync(() => Task.FromResult(time.HasTimerIn(TimeSpan.FromSeconds(Window))), "the first place to be taken");
        time.Advance(TimeSpan.FromSeconds(Window));

        await third.Soon();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(["first", "third"], _telegram.Chat(1).Select(message => message.Text));
    }

    private PacedMessages Paced(PacingOptions options, TimeProvider? time = null) =>
        new(_bot, Options.Create(options), time ?? TimeProvider.System, () => 0.5, NullLogger<PacedMessages>.Instance);
}
