using System.Net;
using Pipeline.TestKit;

namespace Pipeline.Ingress.Tests.Telegram;

public sealed class WebhookTests
{
    private const string Secret = "a-long_random-value";
    private const string Update = """{"update_id":5,"message":{"text":"hello"}}""";

    [Fact]
    public async Task An_update_with_the_secret_goes_to_the_telegram_workers_as_it_is()
    {
        await using var host = await WebhookHost.StartAsync(Secret);

        Assert.Equal(HttpStatusCode.OK, await host.PostAsync(Update, Secret));

        Assert.Equal(Update, (await host.Taken.Updates.ReadAsync().AsTask().Soon()).Body);
        Assert.DoesNotContain(Secret, host.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a-long_random-valuE")]
    [InlineData("a-long_random-value2")]
    public async Task Without_the_secret_nothing_is_taken(string? secret)
    {
        await using var host = await WebhookHost.StartAsync(Secret);

        Assert.Equal(HttpStatusCode.Unauthorized, await host.PostAsync("""{"update_id":4}""", secret));
        Assert.Equal(HttpStatusCode.OK, await host.PostAsync(Update, Secret));

        Assert.Equal(Update, (await host.Taken.Updates.ReadAsync().AsTask().Soon()).Body);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("")]
    public async Task What_is_no_object_is_refused(string body)
    {
        await using var host = await WebhookHost.StartAsync(Secret);

        Assert.Equal(HttpStatusCode.BadRequest, await host.PostAsync(body, Secret));
    }

    [Fact]
    public async Task What_is_too_large_to_be_an_update_is_refused()
    {
        await using var host = await WebhookHost.StartAsync(Secret);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await host.PostAsync($$"""{"text":"{{new string('x', 2 * 1024 * 1024)}}"}""", Secret));
    }

    [Fact]
    public async Task It_is_reached_by_a_public_name_though_the_ingress_listens_on_this_machine_alone()
    {
        await using var host = await WebhookHost.StartAsync(Secret);

        Assert.Equal(HttpStatusCode.OK, await host.PostAsync(Update, Secret, "bot.example.org"));
    }

    [Fact]
    public async Task Without_a_configured_secret_there_is_no_webhook()
    {
        await using var host = await WebhookHost.StartAsync(secret: null);

        Assert.Equal(HttpStatusCode.NotFound, await host.PostAsync(Update, ""));
    }
}
