using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Tests.BotApi;

public sealed class The_bot_client : IAsyncLifetime
{
    private const long Chat = 42;

    private FakeTelegram _telegram = null!;
    private TelegramBotClient _bot = null!;

    public async Task InitializeAsync()
    {
        _telegram = await FakeTelegram.StartAsync();
        _telegram.Limits.Enforced = false;
        _bot = Bots.Of(_telegram);
    }

    public async Task DisposeAsync()
    {
        _bot.Dispose();
        await _telegram.DisposeAsync();
    }

    [Fact]
    public async Task Sends_edits_and_deletes_what_a_person_sees()
    {
        var person = _telegram.Person(Chat);
        var question = person.Writes("hello");

        var sent = await Ok(_bot.SendRequest(new SendMessageRequest(Chat, "Hi bold")
        {
            Entities = [new MessageEntity(MessageEntityType.Bold, 3, 4)],
            ReplyParameters = new ReplyParameters(question),
            ReplyMarkup = new InlineKeyboardMarkup([[new InlineKeyboardButton("Stop", "stop:1")]]),
        }));
        await Ok(_bot.SendRequest(new EditMessageTextRequest(Chat, sent.MessageId, "Done")));

        var seen = person.Sees[^1];
        Assert.Equal(("Done", question, 0), (seen.Text, seen.ReplyTo, seen.Buttons.Count));
        Assert.Equal("Hi bold", Assert.Single(seen.Edits).Text);
        await Ok(_bot.SendRequest(new DeleteMessagesRequest(Chat, [question, sent.MessageId])));
        Assert.Empty(person.Sees);
        Assert.Empty(_telegram.Complaints);
    }

    [Fact]
    public async Task Gets_what_people_do_until_it_acknowledges_it()
    {
        var person = _telegram.Person(7, chatId: -100, topic: 5);
        var wrote = person.Writes("frist");
        person.Edits(wrote, "first");
        var sent = await Ok(_bot.SendRequest(new SendMessageRequest(-100, "Choose") { MessageThreadId = 5, ReplyMarkup = new([[new("Stop", "stop:1")]]) }));
        var query = person.Presses(sent.MessageId, "Stop");

        var updates = Read(await Ok(_bot.SendRequest(new GetUpdatesRequest())));

        Assert.Equal("frist", updates[0].Message!.Text);
        Assert.Equal((5, 7L, "supergroup"), (updates[0].Message!.MessageThreadId!.Value, updates[0].Message!.From!.Id, updates[0].Message!.Chat.Type));
        Assert.Equal("first", updates[1].EditedMessage!.Text);
        Assert.Equal(("stop:1", query), (updates[2].CallbackQuery!.Data, updates[2].CallbackQuery!.Id));
        await Ok(_bot.SendRequest(new AnswerCallbackQueryRequest(query, "Stopped")));
        Assert.Equal("Stopped", _telegram.CallbackAnswers[query]);
        Assert.Empty(await Ok(_bot.SendRequest(new GetUpdatesRequest(Offset: updates[^1].UpdateId + 1))));
    }

    [Fact]
    public async Task Waits_for_an_update_longer_than_for_an_answer()
    {
        using var impatient = Bots.Of(_telegram, timeoutSeconds: 1);
        var poll = impatient.SendRequest(new GetUpdatesRequest(Timeout: 20));
        await Patience.UntilAsync(() => Task.FromResult(_telegram.Calls.Count == 1));
        _telegram.Person(Chat).Writes("at last");

        Assert.Equal("at last", Assert.Single(Read(await Ok(poll.Soon()))).Message!.Text);
    }

    [Fact]
    public async Task Learns_that_somebody_else_polls()
    {
        var first = _bot.SendRequest(new GetUpdatesRequest(Timeout: 20));
        await Patience.UntilAsync(() => Task.FromResult(_telegram.Calls.Count == 1));
        var second = _bot.SendRequest(new GetUpdatesRequest(Timeout: 20));

        Assert.Equal(BotErrorKind.Conflict, (await first.Soon()).Error!.Kind);
        _telegram.Person(Chat).Writes("mine");
        Assert.Single(await Ok(second.Soon()));
        await Ok(_bot.SendRequest(new SetWebhookRequest("http://127.0.0.1:9/hook")));
        Assert.Equal(BotErrorKind.Conflict, (await _bot.SendRequest(new GetUpdatesRequest())).Error!.Kind);
        await Ok(_bot.SendRequest(new DeleteWebhookRequest()));
        await Ok(_bot.SendRequest(new GetUpdatesRequest()));
    }

    [Fact]
    public async Task Downloads_what_people_sent_as_far_as_it_is_not_too_large()
    {
        var content = Encoding.UTF8.GetBytes("file content");
        var person = _telegram.Person(Chat);
        person.SendsDocument("notes.txt", content, "read this");
        person.SendsVoice(content);
        person.SendsPhoto(content);
        var updates = Read(await Ok(_bot.SendRequest(new GetUpdatesRequest())));
        Assert.Equal(("read this", "notes.txt"), (updates[0].Message!.Caption, updates[0].Message!.Document!.FileName));
        Assert.Equal((3, 2), (updates[1].Message!.Voice!.Duration, updates[2].Message!.Photo!.Count));

        var file = await Ok(_bot.SendRequest(new GetFileRequest(updates[0].Message!.Document!.FileId)));
        using var whole = new MemoryStream();
        Assert.Equal(content.Length, await Ok(_bot.DownloadFile(file.FilePath!, whole, content.Length)));
        var refused = await _bot.DownloadFile(file.FilePath!, Stream.Null, content.Length - 1);

        Assert.Equal(content, whole.ToArray());
        Assert.Equal(BotErrorKind.TooLarge, refused.Error!.Kind);
    }

    [Fact]
    public async Task Takes_files_from_where_a_local_server_has_put_them()
    {
        using var shared = new TemporaryDirectory("telegram-server");
        _telegram.LocalDirectory = shared.Path;
        _telegram.Person(Chat).SendsDocument("notes.txt", "file content"u8.ToArray());
        var update = Assert.Single(Read(await Ok(_bot.SendRequest(new GetUpdatesRequest()))));
        var path = (await Ok(_bot.SendRequest(new GetFileRequest(update.Message!.Document!.FileId)))).FilePath!;

        using var content = new MemoryStream();
        await Ok(_bot.DownloadFile(path, content, 100));
        var tooLarge = await _bot.DownloadFile(path, Stream.Null, 3);
        var elsewhere = await _bot.DownloadFile(Path.Combine(shared.Path, "no", "volume", "is", "shared"), Stream.Null, 100);

        Assert.Equal("file content", Encoding.UTF8.GetString(content.ToArray()));
        Assert.Equal((BotErrorKind.TooLarge, BotErrorKind.NotFound), (tooLarge.Error!.Kind, elsewhere.Error!.Kind));
    }

    [Fact]
    public async Task Sets_the_menu_and_asks_who_it_is()
    {
        await Ok(_bot.SendRequest(new SetMyCommandsRequest([new BotCommand("stop", "Stop all")])));

        Assert.Equal(["stop"], _telegram.MenuCommands);
        Assert.True((await Ok(_bot.SendRequest(new GetMeRequest()))).IsBot);
    }

    [Fact]
    public async Task Tells_by_kind_what_Telegram_refuses()
    {
        var sent = await Ok(_bot.SendRequest(new SendMessageRequest(Chat, "one")));
        var theirs = _telegram.Person(Chat).Writes("mine");
        Assert.Equal(BotErrorKind.MessageNotModified, (await Edit(sent.MessageId, "one")).Kind);
        Assert.Equal(BotErrorKind.MessageNotFound, (await Edit(999, "one")).Kind);
        Assert.Equal(BotErrorKind.MessageNotEditable, (await Edit(theirs, "one")).Kind);
        Assert.Equal(BotErrorKind.BadRequest, (await Edit(sent.MessageId, "  ")).Kind);
        Assert.Equal(BotErrorKind.CannotParseEntities, (await Edit(sent.MessageId, "x", new MessageEntity(MessageEntityType.Bold, 0, 5))).Kind);

        _telegram.Misbehave("sendMessage", TelegramFault.TooManyRequests(17), TelegramFault.ServerError, TelegramFault.Page, TelegramFault.UnknownMethod, TelegramFault.DropBefore);
        var limited = await Send();
        Assert.Equal((BotErrorKind.TooManyRequests, TimeSpan.FromSeconds(17)), (limited.Kind, limited.RetryAfter));
        Assert.Equal(BotErrorKind.ServerError, (await Send()).Kind);
        Assert.Equal(BotErrorKind.ServerError, (await Send()).Kind);
        Assert.Equal(BotErrorKind.NotFound, (await Send()).Kind);
        Assert.Equal(BotErrorKind.NoAnswer, (await Send()).Kind);
    }

    [Theory]
    [InlineData(400, "Bad Request: entity beginning at UTF-16 offset 5 ends after the end of the text at UTF-16 offset 4", nameof(BotErrorKind.CannotParseEntities))]
    [InlineData(400, "Bad Request: can't parse MessageEntity: Unsupported type specified", nameof(BotErrorKind.CannotParseEntities))]
    [InlineData(400, "Bad Request: Entity URL 'x' is invalid: Wrong HTTP URL", nameof(BotErrorKind.CannotParseEntities))]
    [InlineData(400, "Bad Request: user not found", nameof(BotErrorKind.CannotParseEntities))]
    [InlineData(400, "Bad Request: can't parse entities: Unsupported start tag", nameof(BotErrorKind.CannotParseEntities))]
    [InlineData(400, "Bad Request: chat not found", nameof(BotErrorKind.Forbidden))]
    [InlineData(400, "Bad Request: not enough rights to send text messages to the chat", nameof(BotErrorKind.Forbidden))]
    [InlineData(400, "Bad Request: have no rights to send a message", nameof(BotErrorKind.Forbidden))]
    [InlineData(400, "Bad Request: TOPIC_CLOSED", nameof(BotErrorKind.Forbidden))]
    [InlineData(403, "Forbidden: user is deactivated", nameof(BotErrorKind.Forbidden))]
    [InlineData(400, "Bad Request: not enough rights to send documents to the chat", nameof(BotErrorKind.BadRequest))]
    [InlineData(400, "Bad Request: BUTTON_DATA_INVALID", nameof(BotErrorKind.BadRequest))]
    public async Task Tells_what_is_refused_from_where_nothing_is_taken(int code, string words, string kind)
    {
        _telegram.Misbehave("sendMessage", new TelegramFault(TelegramFaultKind.Answer, code, words));

        Assert.Equal(kind, (await Send()).Kind.ToString());
    }

    [Fact]
    public async Task Has_no_answer_where_the_connection_breaks_in_the_midst_of_one()
    {
        _telegram.Misbehave("sendMessage", TelegramFault.Cut);

        Assert.Equal(BotErrorKind.NoAnswer, (await Send()).Kind);
    }

    [Fact]
    public async Task Gives_up_on_a_server_that_hangs_or_is_not_there()
    {
        using var impatient = Bots.Of(_telegram, timeoutSeconds: 0.2);
        _telegram.Misbehave("getMe", TelegramFault.Hang);
        Assert.Equal(BotErrorKind.NoAnswer, (await impatient.SendRequest(new GetMeRequest()).Soon()).Error!.Kind);

        using var lost = Bots.At("http://127.0.0.1:1", _telegram.Token);
        Assert.Equal(BotErrorKind.NotSent, (await lost.SendRequest(new GetMeRequest()).Soon()).Error!.Kind);
    }

    [Fact]
    public async Task Never_tells_its_token_to_errors_or_traces()
    {
        var traced = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.Contains("System.Net.Http", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(listener);
        using var lost = Bots.At("http://127.0.0.1:1", "999:secret");
        using var wrong = Bots.At(_telegram.BaseAddress.ToString(), "999:secret");
        using var unresolved = Bots.At("http://no-such-host.invalid", "999:secret");

        var errors = new[]
        {
            await lost.SendRequest(new GetMeRequest()), await wrong.SendRequest(new GetMeRequest()), await unresolved.SendRequest(new GetMeRequest()),
        };

        Assert.Equal(BotErrorKind.Unauthorized, errors[1].Error!.Kind);
        Assert.All(errors, error => Assert.DoesNotContain("secret", error.Error!.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(traced, trace => trace.Contains("secret", StringComparison.Ordinal));
        using var ordinary = new HttpClient();
        using var answer = await ordinary.GetAsync(new Uri(_telegram.BaseAddress, "/bot999:secret/getMe"));
        Assert.Contains(traced, trace => trace.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Never_tells_its_token_where_a_local_servers_directory_is_missing()
    {
        using var log = new LogLines();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var bot = new TelegramBotClient(
            Options.Create(new TelegramBotOptions { BotToken = "999:secret" }), TimeProvider.System, loggers.CreateLogger<TelegramBotClient>());

        var refused = await bot.DownloadFile("/no-such-directory/999:secret/photos/file_0.jpg", Stream.Null, 1);

        await log.SaysAsync("file_0.jpg");
        Assert.DoesNotContain("secret", $"{log.Text} {refused.Error}", StringComparison.Ordinal);
    }

    private async Task<BotError> Send() => (await _bot.SendRequest(new SendMessageRequest(Chat, "hi")).Soon()).Error!;

    private async Task<BotError> Edit(int messageId, string text, params MessageEntity[] entities) =>
        (await _bot.SendRequest(new EditMessageTextRequest(Chat, messageId, text) { Entities = entities })).Error!;

    private static List<Update> Read(IEnumerable<JsonElement> updates) =>
        [.. updates.Select(update => UpdateJson.TryRead(update.GetRawText(), out var read) ? read : throw new InvalidOperationException("no update"))];

    private static async Task<T> Ok<T>(Task<BotResult<T>> call)
    {
        var result = await call;
        Assert.True(result.IsOk, $"{result.Error}");
        return result.Value;
    }
}
