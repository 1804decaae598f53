using System.Text.Json;
using Pipeline.Contracts.Trees;
using Pipeline.TestKit.Brokers;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Trees.Tests.Hosting;
using RabbitMQ.Client;

namespace Pipeline.Workers.Trees.Tests.Machine;

public sealed class QuarantineTests
{
    [Fact]
    public async Task A_message_that_comes_for_the_third_time_has_its_effect_in_quarantine_and_is_no_dead_letter()
    {
        await using var broker = await TestVirtualHost.CreateAsync();
        await using var place = await StatePlace.PostgresAsync();
        var settings = place.Settings.Append(new("RabbitMq:Url", $"{broker.Url}")).ToDictionary();
        await using (await TreesHost.StartAsync(settings, TimeProvider.System))
        {
            // It has declared the queues.
        }

        Say say = new();
        await using var connection = await new ConnectionFactory { Uri = broker.Url }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync(CommandExchanges.MessageTrees, "", mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, Envelope(say.Root()));
        for (var delivery = 1; delivery < CommandExchanges.SuspectFrom; delivery++) await GiveBackAsync(channel);

        await using var host = await TreesHost.StartAsync(settings, TimeProvider.System);
        await host.Worker.RunOfAsync(say.Tree);
        Assert.Equal(0u, await channel.MessageCountAsync($"{CommandExchanges.MessageTrees}_skipped"));
        Assert.Equal(0u, await channel.MessageCountAsync($"{CommandExchanges.MessageTrees}_error"));
    }

    private static async Task GiveBackAsync(IChannel channel)
    {
        BasicGetResult? got = null;
        await TestKit.Patience.UntilAsync(async () => (got = await channel.BasicGetAsync(CommandExchanges.MessageTrees, autoAck: false)) is not null);
        await channel.BasicNackAsync(got!.DeliveryTag, multiple: false, requeue: true);
    }

    private static byte[] Envelope(SubmitMessage message) => JsonSerializer.SerializeToUtf8Bytes(
        new { messageId = Guid.NewGuid(), messageType = new[] { $"urn:message:{typeof(SubmitMessage).Namespace}:{nameof(SubmitMessage)}" }, message },
        JsonSerializerOptions.Web);
}
