using System.Net;
using System.Net.Sockets;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Tasks;

/// <summary>Every role as a process of its own, over RabbitMQ and PostgreSQL; each can be killed and started again.</summary>
internal sealed class DistributedTasks : TaskPipeline
{
    public const string Ingress = "Ingress.Api";
    public const string Trees = "Workers.Trees";
    public const string Cli = "Workers.Cli";
    public const string Telegram = "Workers.Telegram";
    private const string Nim = "Workers.Nim";

    private readonly string[] _all;

    private readonly Dictionary<string, RoleProcess> _roles = new(StringComparer.Ordinal);
    private readonly List<string> _earlier = [];
    private readonly IAsyncDisposable? _broker;
    private readonly TestDatabase _database;

    private DistributedTasks(FakeUpstream upstream, Uri broker, IAsyncDisposable? owned, TestDatabase database, (string Name, string Value)[] settings)
        : base(upstream, settings)
    {
        _all = settings.Any(setting => setting.Name == "TELEGRAM_BOT_TOKEN") ? [Ingress, Nim, Trees, Cli, Telegram] : [Ingress, Nim, Trees, Cli];
        (_broker, _database) = (owned, database);
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        Environment["RABBITMQ_URL"] = broker.ToString();
        Environment["DATABASE_URL"] = database.ConnectionString;
        Environment["INGRESS_URL"] = Address.ToString();
    }

    public override string Output => string.Join('\n', _earlier.Concat(_roles.Select(role => $"--- {role.Key}\n{role.Value.Output}")));

    protected override Uri Address { get; }

    /// <summary>Starts all roles, that of Telegram where the settings have a bot.</summary>
    public static async Task<TaskPipeline> StartAsync(params (string Name, string Value)[] settings)
    {
        var broker = await TestVirtualHost.CreateAsync();
        return await StartOnAsync(broker.Url, broker, settings);
    }

    /// <summary>The same on a broker of the test's.</summary>
    public static async Task<DistributedTasks> StartOnAsync(Uri broker, IAsyncDisposable? owned = null, params (string Name, string Value)[] settings)
    {
        var tasks = new DistributedTasks(await FakeUpstream.StartAsync(), broker, owned, await TestDatabase.CreateAsync(), settings);
        try
        {
            await tasks.StartAllAsync();
            return tasks;
        }
        catch
        {
            await tasks.DisposeAsync();
            throw;
        }
    }

    public override async Task CrashAsync()
    {
        foreach (var role in _all) await KillAsync(role);
        await StartAllAsync();
    }

    /// <summary>Ends a role as a crash does.</summary>
    public async Task KillAsync(string role)
    {
        await _roles[role].KillAsync();
        _earlier.Add($"--- {role}, killed\n{_roles[role].Output}");
        await _roles[role].DisposeAsync();
        _roles.Remove(role);
    }

    /// <summary>Starts a role, and waits until it is ready.</summary>
    /// <param name="role">The role.</param>
    /// <param name="name">What to call it, where there is another of its kind.</param>
    public async Task StartRoleAsync(string role, string? name = null)
    {
        var process = await RoleProcess.StartAsync(role, role == Ingress ? ["--urls", Address.ToString()] : [], Environment);
        lock (_roles) _roles[name ?? role] = process;
        await process.IsReadyAsync();
    }

    protected override async Task StopAsync()
    {
        foreach (var role in _roles.Values) await role.DisposeAsync();
        await _database.DisposeAsync();
        if (_broker is not null) await _broker.DisposeAsync();
    }

    // Not all at once: they would wait for each other's processor time.
    private async Task StartAllAsync()
    {
        foreach (var pair in _all.Chunk(2)) await Task.WhenAll(pair.Select(role => StartRoleAsync(role)));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
