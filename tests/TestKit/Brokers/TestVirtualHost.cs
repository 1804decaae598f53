namespace Pipeline.TestKit.Brokers;

/// <summary>
/// A broker as a test wants it: empty and its own. A virtual host of the node that all tests share, or what
/// <c>PIPELINE_TEST_RABBITMQ</c> names (an AMQP URL), which the tests then use in turns.
/// </summary>
public sealed class TestVirtualHost : IAsyncDisposable
{
    private const string Named = "PIPELINE_TEST_RABBITMQ";

    private static readonly SemaphoreSlim Turn = new(1);

    private readonly Func<Task> _end;

    private TestVirtualHost(Uri url, Func<Task> end) => (Url, _end) = (url, end);

    /// <summary>As <c>RABBITMQ_URL</c> takes it.</summary>
    public Uri Url { get; }

    /// <summary>Creates one, or waits for this test's turn.</summary>
    public static async Task<TestVirtualHost> CreateAsync()
    {
        if (Environment.GetEnvironmentVariable(Named) is { Length: > 0 } named)
        {
            await Turn.WaitAsync();
            return new TestVirtualHost(new Uri(named), () => Task.FromResult(Turn.Release()));
        }

        var broker = await RabbitMqBroker.Shared;
        var name = $"test-{Guid.NewGuid():N}";

        // One call of the control program takes a second; this does what its add_vhost and set_permissions do.
        await broker.ControlAsync("eval", $"""
            rabbit_vhost:add(<<"{name}">>, <<"test">>),
            rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"{name}">>, <<".*">>, <<".*">>, <<".*">>, <<"test">>).
            """);
        return new TestVirtualHost(new Uri(broker.Url, name), () => broker.ControlAsync("delete_vhost", name));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _end();
}
