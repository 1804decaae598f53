using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Npgsql;
using Pipeline.Compose.Tests.Declared;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Databases;

namespace Pipeline.Compose.Tests.Running;

/// <summary>
/// The broker and the database under the names that compose gives them: the broker as its service declares
/// it, and addresses of one machine in place of those of containers.
/// </summary>
internal sealed partial class Network : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder _postgres;
    private readonly TestDatabase _database;

    private Network(RabbitMqBroker broker, TestDatabase database, Uri? upstream)
    {
        (Broker, _database, Providers) = (broker, database, TestEnvironment.Providers(upstream));
        _postgres = new NpgsqlConnectionStringBuilder(database.ConnectionString);
    }

    public RabbitMqBroker Broker { get; }

    /// <summary>What <c>providers.env</c> says.</summary>
    public IReadOnlyDictionary<string, string> Providers { get; }

    public static async Task<Network> StartAsync(ComposeFile compose, Uri? upstream = null)
    {
        var database = TestDatabase.CreateAsync();
        var broker = await RabbitMqBroker.StartAsync(compose.Configs["rabbitmq"].Content, compose.Services["rabbitmq"].Environment);
        return new Network(broker, await database, upstream);
    }

    /// <summary>A container's variables as they are right on this machine.</summary>
    public Dictionary<string, string> Translate(IReadOnlyDictionary<string, string> environment) => environment.ToDictionary(
        pair => pair.Key,
        pair => pair.Key switch
        {
            "DATABASE_URL" => Postgres(new Uri(pair.Value)),
            "ASPNETCORE_URLS" => Port().Replace(pair.Value, $":{FreePort()}"),
            _ => pair.Value.Replace("@rabbitmq:5672", $"@127.0.0.1:{Broker.Url.Port}", StringComparison.Ordinal),
        },
        StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    private string Postgres(Uri declared)
    {
        Assert.Equal("postgres:5432", declared.Authority);
        return $"{declared.Scheme}://{_postgres.Username}:{_postgres.Password}@{_postgres.Host}:{_postgres.Port}/{_postgres.Database}";
    }

    // Containers have ports of their own; programs on one machine share them.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@":\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Port();
}
