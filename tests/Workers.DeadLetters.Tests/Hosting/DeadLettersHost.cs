using MassTransit;
using MassTransit.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence;
using Pipeline.Persistence.DeadLetters;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;
using Pipeline.Workers.DeadLetters.Desk;

namespace Pipeline.Workers.DeadLetters.Tests.Hosting;

/// <summary>The dead-letters worker on a real bus, beside a consumer that a test provides in place of the model worker.</summary>
internal sealed class DeadLettersHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TemporaryDirectory _directory = new("dead-letters");

    private DeadLettersHost(Uri? broker, Func<ConsumeContext<Order>, Task> consume, Action<IServiceCollection>? configure, string? directory)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("State:Directory", directory ?? _directory.Path),
            new("RabbitMq:Url", broker?.ToString()),
            new("Ingress:AuthToken", Secret),
        ]);
        builder.Logging.AddProvider(Log);
        builder.Services.AddPipelinePersistence(builder.Configuration);
        builder.Services.AddPipelineTransport(builder.Configuration);
        builder.Services.AddDeadLettersWorker(builder.Configuration);
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        builder.Services.AddSingleton(consume);
        builder.Services.RegisterConsumer<OrderConsumer, OrderConsumerDefinition>();
        configure?.Invoke(builder.Services);
        _host = builder.Build();
    }

    /// <summary>A configured secret.</summary>
    public static string Secret => "token-1234567890";

    public LogLines Log { get; } = new();

    public IDeadLetterStore Store => _host.Services.GetRequiredService<IDeadLetterStore>();

    public IDeadLetterDesk Desk => _host.Services.GetRequiredService<IDeadLetterDesk>();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static async Task<DeadLettersHost> StartAsync(
        Func<ConsumeContext<Order>, Task> consume, Uri? broker = null, Action<IServiceCollection>? configure = null, string? directory = null)
    {
        var host = new DeadLettersHost(broker, consume, configure, directory);
        await host._host.StartAsync();
        return host;
    }

    /// <summary>The one dead letter, once it is there and as it should be.</summary>
    public async Task<DeadLetter> LetterAsync(Func<DeadLetter, bool>? condition = null)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (true)
        {
            var letters = await Store.ListAsync(limit.Token);
            if (letters is [var letter] && condition?.Invoke(letter) != false) return letter;

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _directory.Dispose();
    }
}
