using MassTransit;
using MassTransit.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Tests.State;
using Pipeline.Workers.Telegram.Views;
using Pipeline.Workers.Trees;
using ChatMessage = Pipeline.TestKit.Telegram.ChatMessage;
using TelegramPerson = Pipeline.TestKit.Telegram.TelegramPerson;

namespace Pipeline.Workers.Telegram.Tests.Hosting;

/// <summary>Workers.Telegram and Workers.Trees on a real bus, before a server that behaves like Telegram's; the test plays people and agents.</summary>
internal sealed class BotHost : IAsyncDisposable
{
    /// <summary>Those who may use the bot.</summary>
    public const long Ann = 7, Bob = 8;

    private readonly IHost _host;

    private BotHost(IHost host) => _host = host;

    public ScriptedAgents Agents => Get<ScriptedAgents>();

    public ScriptedTranscripts Transcripts => Get<ScriptedTranscripts>();

    public SeenViews Views => Get<SeenViews>();

    public IStateStore Store => Get<IStateStore>();

    public LogLines Log => Get<LogLines>();

    /// <summary>Starts a host.</summary>
    /// <param name="telegram">Its server.</param>
    /// <param name="place">Where it keeps state.</param>
    /// <param name="settings">Option keys.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="services">What it has beside the usual, or instead of it.</param>
    /// <param name="showsWork">Whether it shows work, too; otherwise the test plays who does.</param>
    public static async Task<BotHost> StartAsync(
        FakeTelegram telegram, StatePlace place, IEnumerable<KeyValuePair<string, string?>>? settings = null, TimeProvider? time = null,
        Action<IServiceCollection>? services = null, bool showsWork = false)
    {
        telegram.Limits.Enforced = false;
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(
        [
            .. place.Settings,
            new("Telegram:BotToken", telegram.Token),
            new("Telegram:ApiBaseUrl", telegram.BaseAddress.ToString()),
            new("Telegram:AllowedUserIds", $"{Ann}, {Bob}"),
            new("Messaging:RateLimit", "100"),
            new("Cli:Workspace", place.Workspace),
        ]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<LogLines>().AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogLines>());
        builder.Services.AddPipelinePersistence(builder.Configuration);
        builder.Services.AddPipelineTransport(builder.Configuration);
        builder.Services.AddTreesWorker(builder.Configuration);
        if (!showsWork) builder.Services.AddSingleton<SeenViews>().AddSingleton<IViews>(provider => provider.GetRequiredService<SeenViews>());
        services?.Invoke(builder.Services);
        builder.Services.AddTelegramWorker(builder.Configuration);
        if (!showsWork && builder.Services.SingleOrDefault(service => service.ImplementationType == typeof(ViewWork)) is { } shows) builder.Services.Remove(shows);
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        builder.Services.AddSingleton<ScriptedAgents>().AddSingleton<ScriptedTranscripts>();
        builder.Services.RegisterConsumer<ScriptedAgentsConsumer, ScriptedAgentsDefinition>();
        builder.Services.RegisterConsumer<ScriptedStopConsumer>();
        builder.Services.RegisterConsumer<ScriptedViewersConsumer>();
        var host = new BotHost(builder.Build());
        await host._host.StartAsync();
        return host;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>The node that a message belongs to, once it does.</summary>
    public async Task<TelegramMessage> LinkAsync(long chat, int messageId)
    {
        TelegramMessage? link = null;
        await Patience.UntilAsync(async () => (link = await Store.ReadAsync<TelegramMessage>(TelegramMessage.KeyOf(chat, messageId), default)) is not null, $"link of message {messageId}");
        return link!;
    }

    /// <summary>The node once it is in this state.</summary>
    public async Task<TreeNode> NodeAsync(Guid id, NodeState state)
    {
        TreeNode? node = null;
        await Patience.UntilAsync(async () => (node = await Store.ReadAsync<TreeNode>(id, default))?.State == state, $"node {state}");
        return node!;
    }

    /// <summary>Waits until all that follows from a run's end has happened.</summary>
    public Task FinishedAsync(RunCliTask run) => Patience.UntilAsync(
        async () => (await Store.ReadAllAsync<TelegramChat>(_ => true, default)).Any(chat => chat.LastFinished?.NodeId == run.NodeId), "the chat to know what has finished");

    /// <summary>Plays who shows work: sends the bot's message for a node, to which people reply.</summary>
    public async Task<int> ShowAsync(TelegramPerson person, Guid nodeId, params (string Text, string Data)[] buttons)
    {
        var view = (await Store.ReadAsync<TelegramView>(nodeId, default))!;
        var place = new Place(view.Chat, view.Topic);
        var keyboard = new InlineKeyboardMarkup([[.. buttons.Select(button => new InlineKeyboardButton(button.Text, button.Data))]]);
        var message = await Get<Replies>().SayAsync(place, "working", view.MessageId, buttons.Length == 0 ? null : keyboard);
        await Get<MessageLinks>().LinkAsync(place, message!.MessageId, view.TreeId, nodeId, default);
        Assert.Contains(person.Sees, seen => seen.Id == message.MessageId);
        return message.MessageId;
    }

    /// <summary>What the bot says to a person, once it says it.</summary>
    public static async Task<ChatMessage> SaysAsync(TelegramPerson person, string words)
    {
        ChatMessage? said = null;
        await Patience.UntilAsync(
            () => Task.FromResult((said = person.Sees.FirstOrDefault(message => message.IsFromBot && message.Text.Contains(words, StringComparison.Ordinal))) is not null),
            $"'{words}' to be said; said is: {string.Join(" | ", person.Sees.Select(message => message.Text))}");
        return said!;
    }

    /// <summary>Sends a message as another role would.</summary>
    public async Task SendAsync<T>(string exchange, T message)
        where T : class => await (await Get<IBus>().GetSendEndpoint(new Uri($"exchange:{exchange}"))).Send(message);

    /// <summary>Waits until a message has met an outage of the database: it waits, or has become a dead letter.</summary>
    public Task MetOutageAsync() => Patience.UntilAsync(
        () => Task.FromResult(Log.Text.Contains("waits, as the database cannot be reached", StringComparison.Ordinal) || Log.Text.Contains("R-FAULT", StringComparison.Ordinal)),
        "a message to meet the outage");

    /// <summary>Waits until everything that came was handled.</summary>
    public Task HandledAsync() => Patience.UntilAsync(
        async () => await Store.ReadAllAsync<TelegramUpdate>(update => update.HandledAt == null, default) is [] && await Store.ReadAllAsync<TelegramUpdate>(_ => true, default) is not [],
        "all updates to be handled");

    /// <summary>Stops the host; what it noted can still be asked for.</summary>
    public Task StopAsync() => _host.StopAsync().Soon();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync().AsTask().Soon();
    }
}
