using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.Transport.Bus;

namespace Pipeline.Transport.Tests.RabbitMq;

/// <summary>An endpoint that MassTransit has given up.</summary>
public sealed class EndpointWatchTests
{
    [Fact]
    [Trait("Category", "Full")]
    public async Task An_endpoint_that_ended_because_a_call_to_the_broker_took_too_long_consumes_again()
    {
        var broker = await RabbitMqBroker.Shared;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("RabbitMq:Url", $"{broker.Url}")]);
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queue = $"watched-{Guid.NewGuid():N}";
        var starts = 0;
        builder.Services.AddSingleton(new CommandEndpoint(queue, (endpoint, _) =>
        {
            endpoint.Handler<Told>(context =>
            {
                received.TrySetResult(context.Message.Text);
                return Task.CompletedTask;
            });

            // As a channel's calls do when the broker does not answer.
            ((IRabbitMqReceiveEndpointConfigurator)endpoint).ConfigureChannel(channel => channel.UseExecute(_ =>
            {
                if (Interlocked.Increment(ref starts) == 1) throw new TaskCanceledException();
            }));
        }));
        builder.Services.AddPipelineTransport(builder.Configuration);
        using var host = builder.Build();
        await host.StartAsync();

        await SendAsync(host.Services.GetRequiredService<CommandSender>(), queue).Soon();

        Assert.Equal("heard", await received.Task.Soon());
        await host.StopAsync();
    }

    // Before the endpoint consumes its queue is not there.
    private static async Task SendAsync(CommandSender sender, string queue)
    {
        while (true)
        {
            try
            {
                await sender.SendAsync(queue, new Told("heard"), CancellationToken.None);
                return;
            }
            catch (MessageReturnedException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
            }
        }
    }

    private sealed record Told(string Text);
}
