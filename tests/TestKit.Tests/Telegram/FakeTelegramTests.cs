using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.TestKit.Telegram;

namespace Pipeline.TestKit.Tests.Telegram;

public sealed class The_fake_Telegram : IAsyncLifetime
{
    private static readonly HttpClient Http = new();

    private FakeTelegram _telegram = null!;

    public async Task InitializeAsync() => _telegram = await FakeTelegram.StartAsync();

    public async Task DisposeAsync() => await _telegram.DisposeAsync();

    [Fact]
    public async Task Answers_429_to_what_is_too_fast_and_counts_it()
    {
        Assert.True((bool)(await CallAsync("sendMessage", new { chat_id = 1, text = "one" }))["ok"]!);

        var refused = await CallAsync("sendMessage", new { chat_id = 1, text = "two" });

        Assert.Equal((429, 1), ((int)refused["error_code"]!, (int)refused["parameters"]!["retry_after"]!));
        Assert.Single(_telegram.Limits.Violations);
        Assert.Single(_telegram.Chat(1));
    }

    [Fact]
    public async Task Counts_who_does_not_wait_as_long_as_a_chat_was_asked_to()
    {
        _telegram.Limits.PerChatSecond = 100;
        _telegram.Misbehave("sendMessage", TelegramFault.TooManyRequests(60));
        await CallAsync("sendMessage", new { chat_id = 1, text = "one" });

        await CallAsync("sendMessage", new { chat_id = 2, text = "elsewhere" });
        Assert.Empty(_telegram.Limits.Violations);
        await CallAsync("sendMessage", new { chat_id = 1, text = "too soon" });

        Assert.Contains("chat 1", Assert.Single(_telegram.Limits.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_a_group_by_the_minute()
    {
        _telegram.Limits.PerChatSecond = 100;
        for (var message = 0; message < 20; message++) await CallAsync("sendMessage", new { chat_id = -1, text = $"{message}" });

        Assert.Equal(429, (int)(await CallAsync("sendMessage", new { chat_id = -1, text = "one more" }))["error_code"]!);
        Assert.True((bool)(await CallAsync("sendMessage", new { chat_id = 1, text = "elsewhere" }))["ok"]!);
    }

    [Fact]
    public async Task Brings_updates_to_a_webhook_with_its_secret_until_it_takes_them()
    {
        var deliveries = new ConcurrentQueue<string?>();
        await using var bot = WebApplication.CreateSlimBuilder().Build();
        bot.Urls.Add("http://127.0.0.1:0");
        bot.MapPost("/hook", (HttpRequest request) =>
        {
            deliveries.Enqueue(request.Headers["X-Telegram-Bot-Api-Secret-Token"]);
            return deliveries.Count == 1 ? Results.StatusCode(503) : Results.Ok();
        });
        await bot.StartAsync();

        await CallAsync("setWebhook", new { url = $"{bot.Urls.Single()}/hook", secret_token = "s3cret" });
        _telegram.Person(7).Writes("hello");

        await Patience.UntilAsync(() => Task.FromResult(_telegram.PendingUpdates == 0));
        Assert.Equal(["s3cret", "s3cret"], deliveries);
        Assert.Equal(409, (int)(await CallAsync("getUpdates", new { }))["error_code"]!);
    }

    [Fact]
    public async Task Knows_no_other_token_and_no_other_method()
    {
        using var stranger = await Http.GetAsync(new Uri(_telegram.BaseAddress, "/bot1:x/getMe"));

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Equal(404, (int)(await CallAsync("sendPigeon", new { }))["error_code"]!);
    }

    [Fact]
    public async Task Deletes_up_to_a_hundred_messages_at_once()
    {
        var written = _telegram.Person(7).Writes("hello");

        Assert.Equal(400, (int)(await CallAsync("deleteMessages", new { chat_id = 7, message_ids = Enumerable.Range(1, 101) }))["error_code"]!);
        Assert.True((bool)(await CallAsync("deleteMessages", new { chat_id = 7, message_ids = new[] { written, 999 } }))["ok"]!);
        Assert.Empty(_telegram.Chat(7));
    }

    private async Task<JsonNode> CallAsync(string method, object parameters)
    {
        using var response = await Http.PostAsJsonAsync(new Uri(_telegram.BaseAddress, $"/bot{_telegram.Token}/{method}"), parameters);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
