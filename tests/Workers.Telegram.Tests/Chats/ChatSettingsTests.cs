using Pipeline.Persistence.Telegram;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Chats;

public sealed class ChatSettingsTests
{
    private const string Chat = "-1001234567890/17";

    private readonly ManualTime _time = new();

    [Theory, EachBackend]
    public async Task What_was_chosen_outlasts_a_restart_and_each_topic_has_its_own(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var store = await place.OpenAsync(_time);
        var chats = new ChatSettingsStore(store);
        var node = Node();
        await store.ChangeAsync(change => ChatSettingsStore.ChooseModelAsync(change, Chat, "nvidia_nim/z-ai/glm4.7", default), default);
        await store.ChangeAsync(change => ChatSettingsStore.ChooseContinuingAsync(change, Chat, continues: true, default), default);
        await chats.NoteFinishedAsync(Chat, 10, node, default);

        chats = new ChatSettingsStore(await place.OpenAsync(_time));

        Assert.Equal(new ChatSettings("nvidia_nim/z-ai/glm4.7", Continues: true, node), await chats.ReadAsync(Chat, default));
        Assert.Equal(ChatSettings.Initial, await chats.ReadAsync("-1001234567890/18", default));
    }

    [Theory, EachBackend]
    public async Task A_plain_message_goes_on_from_what_finished_last_only_where_the_chat_has_chosen_that(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var store = await place.OpenAsync(_time);
        var chats = new ChatSettingsStore(store);
        var node = Node();
        await chats.NoteFinishedAsync(Chat, 10, node, default);
        Assert.Null((await chats.ReadAsync(Chat, default)).Parent);

        await store.ChangeAsync(change => ChatSettingsStore.ChooseContinuingAsync(change, Chat, continues: true, default), default);

        Assert.Equal(node, (await chats.ReadAsync(Chat, default)).Parent);
    }

    [Theory, EachBackend]
    public async Task What_is_told_late_does_not_take_the_place_of_what_finished_after_it(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var store = await place.OpenAsync(_time);
        var chats = new ChatSettingsStore(store);
        var older = Node();
        _time.Advance(TimeSpan.FromSeconds(1));
        var newer = Node();

        await chats.NoteFinishedAsync(Chat, 11, newer, default);
        await chats.NoteFinishedAsync(Chat, 10, older, default);

        Assert.Equal(newer, (await chats.ReadAsync(Chat, default)).LastFinished);
    }

    [Theory, EachBackend]
    public async Task After_a_fresh_start_nothing_that_was_asked_before_is_gone_on_from(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var store = await place.OpenAsync(_time);
        var chats = new ChatSettingsStore(store);
        await chats.NoteFinishedAsync(Chat, 10, Node(), default);
        await store.ChangeAsync(change => ChatSettingsStore.StartAfreshAsync(change, Chat, 15, default), default);
        Assert.Null((await chats.ReadAsync(Chat, default)).LastFinished);

        _time.Advance(TimeSpan.FromSeconds(1));
        await chats.NoteFinishedAsync(Chat, 14, Node(), default);
        Assert.Null((await chats.ReadAsync(Chat, default)).LastFinished);

        var fresh = Node();
        await chats.NoteFinishedAsync(Chat, 16, fresh, default);
        await store.ChangeAsync(change => ChatSettingsStore.StartAfreshAsync(change, Chat, 15, default), default);
        Assert.Equal(fresh, (await chats.ReadAsync(Chat, default)).LastFinished);
    }

    [Theory, EachBackend]
    public async Task Nothing_goes_on_from_what_was_cleared(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var store = await place.OpenAsync(_time);
        var chats = new ChatSettingsStore(store);
        var node = Node();
        await chats.NoteFinishedAsync(Chat, 10, node, default);
        await store.ChangeAsync(change => ChatSettingsStore.ForgetAsync(change, Chat, Guid.NewGuid(), default), default);
        Assert.Equal(node, (await chats.ReadAsync(Chat, default)).LastFinished);

        await store.ChangeAsync(change => ChatSettingsStore.ForgetAsync(change, Chat, node.NodeId, default), default);
        Assert.Null((await chats.ReadAsync(Chat, default)).LastFinished);
    }

    private FinishedNode Node() => new(Guid.NewGuid(), Guid.NewGuid(), _time.GetUtcNow());
}
