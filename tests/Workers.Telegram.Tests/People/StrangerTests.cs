using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Buttons;
using Pipeline.Workers.Telegram.People;
using Pipeline.Workers.Telegram.Tests.Hosting;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.People;

public sealed class StrangerTests : IAsyncLifetime
{
    private const long Group = -200, Eve = 666;

    private readonly ShiftedTime _time = new();
    private FakeTelegram _telegram = null!;
    private StatePlace _place = null!;
    private BotHost _host = null!;

    public async Task InitializeAsync()
    {
        _telegram = await FakeTelegram.StartAsync();
        _place = await StatePlace.CreateAsync(Backend.Files);
        _host = await BotHost.StartAsync(_telegram, _place, time: _time);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _place.DisposeAsync();
        await _telegram.DisposeAsync();
    }

    [Fact]
    public async Task Somebody_unknown_is_refused_politely_once_an_hour_and_the_log_names_them()
    {
        var eve = _telegram.Person(Eve);
        eve.Writes("delete everything");
        eve.Writes("hello?");
        await BotHost.SaysAsync(eve, "I am sorry");
        await Patience.UntilAsync(() => Task.FromResult(_telegram.PendingUpdates == 0), "both to have come");
        await _host.HandledAsync();
        Assert.Single(eve.Sees, message => message.IsFromBot);
        await _host.Log.SaysAsync($"Add {Eve} to ALLOWED_TELEGRAM_USER_ID");

        _time.Advance(Strangers.Interval);
        eve.Writes("and now?");

        await Patience.UntilAsync(() => Task.FromResult(eve.Sees.Count(message => message.IsFromBot) == 2));
        Assert.Empty(_host.Agents.Runs);
    }

    [Fact]
    public async Task In_a_group_nobody_is_refused_aloud()
    {
        var eve = _telegram.Person(Eve, Group);
        eve.Writes("what is this bot?");
        await _host.Log.SaysAsync($"Add {Eve} to ALLOWED_TELEGRAM_USER_ID");
        _telegram.Person(BotHost.Ann, Group).Writes("work");

        await _host.Agents.RunAsync("work");
        await _host.HandledAsync();
        Assert.DoesNotContain(eve.Sees, message => message.IsFromBot);
    }

    [Fact]
    public async Task Who_was_met_in_a_group_is_refused_in_private_all_the_same()
    {
        _telegram.Person(Eve, Group).Writes("what is this bot?");
        await _host.Log.SaysAsync($"Add {Eve} to ALLOWED_TELEGRAM_USER_ID");

        var eve = _telegram.Person(Eve);
        eve.Writes("hello");

        await BotHost.SaysAsync(eve, "I am sorry");
    }

    [Fact]
    public async Task A_button_is_checked_like_a_message()
    {
        var ann = _telegram.Person(BotHost.Ann, Group);
        ann.Writes("work");
        var run = await _host.Agents.RunAsync("work");
        var shown = await _host.ShowAsync(ann, run.NodeId, ("Stop", ButtonData.Of(ButtonAction.Stop, run.NodeId)));

        var query = _telegram.Person(Eve, Group).Presses(shown, "Stop");
        await Patience.UntilAsync(() => Task.FromResult(_telegram.CallbackAnswers.ContainsKey(query)));
        await _host.HandledAsync();

        Assert.Equal("", _telegram.CallbackAnswers[query]);
        Assert.Equal(Contracts.Trees.NodeState.Running, (await _host.Store.ReadAsync<Persistence.Trees.TreeNode>(run.NodeId, default))!.State);
    }

    [Fact]
    public async Task Refusals_are_remembered_over_a_restart()
    {
        var eve = _telegram.Person(Eve);
        eve.Writes("hello");
        await BotHost.SaysAsync(eve, "I am sorry");
        await _host.HandledAsync();

        await _host.DisposeAsync();
        _host = await BotHost.StartAsync(_telegram, _place, time: _time);
        eve.Writes("hello again");
        _telegram.Person(BotHost.Ann).Writes("work");
        await _host.Agents.RunAsync("work");
        await _host.HandledAsync();

        Assert.Single(eve.Sees, message => message.IsFromBot);
    }
}
