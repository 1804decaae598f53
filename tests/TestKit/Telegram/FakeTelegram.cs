using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Pipeline.TestKit.Upstream;

namespace Pipeline.TestKit.Telegram;

/// <summary>
/// Telegram's Bot API as a real HTTP server on the loopback interface: it keeps the rules that the real one keeps,
/// records what happens, misbehaves on request and lets a test be the people in the chats.
/// </summary>
public sealed class FakeTelegram : IAsyncDisposable
{
    // Whoever administers groups; nobody whom the bot knows.
    private const long UpgraderId = 555;

    private readonly WebApplication _server;
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _shift;
    private readonly TelegramJournal _journal = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<TelegramFault>> _faults = new();
    private readonly CancellationTokenSource _stopping = new();
    private JsonArray _commands = [];

    private FakeTelegram(int port)
    {
        Methods = new TelegramMethods(Chats, Limits, _journal, TimeProvider.System.GetUtcNow(), () => Now);
        _server = LoopbackServer.Build(port);
        _server.Run(HandleAsync);
    }

    /// <summary>The bot's token.</summary>
    public string Token { get; } = "1000001:AAfake-token_for-tests";

    /// <summary>Where the server listens.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1/");

    /// <summary>How fast a bot may be.</summary>
    public TelegramRateRules Limits { get; } = new();

    /// <summary>All calls that arrived, those that were refused too.</summary>
    public IReadOnlyList<TelegramCall> Calls => _journal.Calls;

    /// <summary>What was accepted but would not arrive as it was sent.</summary>
    public IReadOnlyList<string> Complaints => _journal.Complaints;

    /// <summary>The answers to buttons that were pressed, by the query's id.</summary>
    public ConcurrentDictionary<string, string> CallbackAnswers { get; } = new();

    /// <summary>The names of the commands in the bot's menu.</summary>
    public IReadOnlyList<string> MenuCommands => [.. _commands.Select(command => (string)command!["command"]!)];

    /// <summary>Where updates are brought; null where they are fetched.</summary>
    public string? WebhookUrl => Updates.WebhookUrl;

    /// <summary>Where the server puts files that people send, instead of serving them, as with <c>--local</c>; null where it serves them.</summary>
    public string? LocalDirectory
    {
        get => Files.LocalDirectory;
        set => Files.LocalDirectory = value;
    }

    /// <summary>Kinds of entities that this server is too old to know.</summary>
    public ISet<string> UnknownEntities => Methods.UnknownEntities;

    /// <summary>Updates that the bot has not acknowledged.</summary>
    public int PendingUpdates => Updates.Pending;

    internal TelegramChats Chats { get; } = new();

    internal TelegramUpdates Updates { get; } = new();

    internal TelegramFiles Files { get; } = new();

    internal TelegramMethods Methods { get; }

    internal TimeSpan Now => TimeProvider.System.GetElapsedTime(_start) + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    /// <summary>Starts a server on a free port, or on a given one, to bring it back where it was.</summary>
    public static async Task<FakeTelegram> StartAsync(int port = 0)
    {
        var telegram = new FakeTelegram(port);
        await telegram._server.StartAsync();
        telegram.BaseAddress = new Uri(telegram._server.Urls.Single());
        return telegram;
    }

    /// <summary>A person in their private chat with the bot, or in a group (a negative id), or in one topic of it.</summary>
    public TelegramPerson Person(long userId, long? chatId = null, int? topic = null) => new(this, userId, chatId ?? userId, topic);

    /// <summary>A chat as a person sees it now.</summary>
    public IReadOnlyList<ChatMessage> Chat(long chatId) => Chats.Of(chatId);

    /// <summary>Sets the server's clock forward: all that stands in its chats is so much older.</summary>
    public void Ages(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

    /// <summary>Leads what is brought to the webhook to this server, as a proxy before it would; until then it is brought to the URL itself.</summary>
    public void LeadWebhookTo(Uri server) => Updates.Server = server;

    /// <summary>Makes a supergroup of a group: another chat, with messages numbered anew. Nothing can be done in the old one any more.</summary>
    /// <param name="group">The group.</param>
    /// <param name="supergroup">What it is from now on.</param>
    /// <param name="isTold">Whether both chats tell of it at once; otherwise the bot finds out by itself.</param>
    public void Upgrade(long group, long supergroup, bool isTold = true)
    {
        Chats.Move(group, supergroup);
        if (!isTold) return;
        Person(UpgraderId, group).Tells("migrate_to_chat_id", supergroup);
        Person(UpgraderId, supergroup).Tells("migrate_from_chat_id", group);
    }

    /// <summary>Lets the next calls of a method go wrong, one fault for each.</summary>
    public void Misbehave(string method, params TelegramFault[] faults)
    {
        var queue = _faults.GetOrAdd(method, _ => new ConcurrentQueue<TelegramFault>());
        foreach (var fault in faults) queue.Enqueue(fault);
    }

    /// <summary>Aborts what is in flight and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Updates.Dispose();
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith($"/file/bot{Token}/", StringComparison.Ordinal))
        {
            await SendFileAsync(context, path[$"/file/bot{Token}/".Length..]);
            return;
        }

        if (!path.StartsWith($"/bot{Token}/", StringComparison.Ordinal))
        {
            await AnswerAsync(context, Error(401, "Unauthorized"), 401);
            return;
        }

        var call = await TelegramCall.ReadAsync(context.Request, path[(path.LastIndexOf('/') + 1)..], Now);
        _journal.Note(call);
        await PlayAsync(context, call);
    }

    private async Task PlayAsync(HttpContext context, TelegramCall call)
    {
        var fault = _faults.TryGetValue(call.Method, out var queue) && queue.TryDequeue(out var next) ? next : null;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            if (fault?.Kind == TelegramFaultKind.Hang) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token);
            var chat = call.Optional("chat_id");
            if (chat is { } asks) Limits.CheckPatience(asks, call.At);
            if (fault?.RetryAfter is { } seconds && chat is { } waits) Limits.AskForPatience(waits, Now + TimeSpan.FromSeconds(seconds));
            if (fault?.Kind == TelegramFaultKind.Answer) throw new TelegramApiException(fault.Code, fault.Description, fault.RetryAfter);
            if (fault?.Kind == TelegramFaultKind.Page) await PageAsync(context, fault.Code);
            if (fault?.Kind == TelegramFaultKind.DropBefore) context.Abort();
            if (fault?.Kind is TelegramFaultKind.Page or TelegramFaultKind.DropBefore) return;

            Chats.ThrowIfMoved(call.Optional("chat_id"));
            var result = await CallAsync(call, end.Token);
            if (fault?.Kind == TelegramFaultKind.Late) await fault.Until.WaitAsync(end.Token);
            if (fault?.Kind == TelegramFaultKind.DropAfter) context.Abort();
            else if (fault?.Kind == TelegramFaultKind.Cut) await CutAsync(context);
            else await AnswerAsync(context, new JsonObject { ["ok"] = true, ["result"] = result }, 200);
        }
        catch (TelegramApiException refusal)
        {
            await AnswerAsync(context, Error(refusal.Code, refusal.Message, refusal.RetryAfter, refusal.MovedTo), refusal.Code);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private async Task<JsonNode> CallAsync(TelegramCall call, CancellationToken cancellationToken) => call.Method switch
    {
        "getMe" => new JsonObject { ["id"] = TelegramMethods.BotId, ["is_bot"] = true, ["first_name"] = "Fake", ["username"] = "fake_bot" },
        "getUpdates" => await Updates.PollAsync(call.Optional("offset"), (int)(call.Optional("limit") ?? 100), TimeSpan.FromSeconds(call.Optional("timeout") ?? 0), cancellationToken),
        "setWebhook" => SetWebhook(call.Text("url"), call.Text("secret_token")),
        "getWebhookInfo" => new JsonObject { ["url"] = Updates.WebhookUrl ?? "", ["has_custom_certificate"] = false, ["pending_update_count"] = Updates.Pending },
        "deleteWebhook" => SetWebhook(null, null),
        "sendMessage" => Methods.SendMessage(call),
        "editMessageText" => Methods.EditMessageText(call),
        "deleteMessage" => Methods.DeleteMessage(call),
        "deleteMessages" => Methods.DeleteMessages(call),
        "sendDocument" => Methods.SendDocument(call),
        "setMessageReaction" => Methods.SetMessageReaction(call),
        "sendChatAction" => true,
        "answerCallbackQuery" => AnswerCallback(call),
        "setMyCommands" => SetCommands(call),
        "getFile" => Files.Get(call.Text("file_id")),
        _ => throw new TelegramApiException(404, "Not Found: method not found"),
    };

    private JsonNode SetWebhook(string? url, string? secret)
    {
        Updates.SetWebhook(url, secret);
        return true;
    }

    private JsonNode AnswerCallback(TelegramCall call)
    {
        CallbackAnswers[call.Text("callback_query_id") ?? ""] = call.Text("text") ?? "";
        return true;
    }

    private JsonNode SetCommands(TelegramCall call)
    {
        _commands = call.Parameters["commands"]?.DeepClone().AsArray() ?? [];
        return true;
    }

    private static JsonObject Error(int code, string description, int? retryAfter = null, long? movedTo = null)
    {
        var error = new JsonObject { ["ok"] = false, ["error_code"] = code, ["description"] = description };
        if (retryAfter is not null) error["parameters"] = new JsonObject { ["retry_after"] = retryAfter };
        if (movedTo is not null) error["parameters"] = new JsonObject { ["migrate_to_chat_id"] = movedTo };
        return error;
    }

    private static async Task AnswerAsync(HttpContext context, JsonObject answer, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    // A reset, not an end: whoever reads finds a broken connection, not a short answer.
    private static async Task CutAsync(HttpContext context)
    {
        const string Half = "{\"ok\":true,";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Half.Length * 2;
        await context.Response.WriteAsync(Half);
        await context.Response.Body.FlushAsync();
        if (context.Features.Get<IConnectionSocketFeature>() is { Socket: var socket })
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }

        context.Abort();
    }

    private static async Task PageAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync("<html>Bad Gateway</html>");
    }

    private async Task SendFileAsync(HttpContext context, string path)
    {
        if (Files.Content(path) is { } content) await context.Response.Body.WriteAsync(content);
        else await AnswerAsync(context, Error(404, "Not Found"), 404);
    }
}
