using Pipeline.Compose.Tests.Declared;

namespace Pipeline.Compose.Tests.Running;

/// <summary>Every role of compose.yaml, each started once what it depends on is healthy.</summary>
internal sealed class Composition : IAsyncDisposable
{
    private readonly List<Container> _containers = [];

    private Composition(Network network) => Network = network;

    public Network Network { get; }

    /// <summary>The ingress.</summary>
    public Container Ingress { get; private set; } = null!;

    /// <summary>As <c>docker compose up</c>.</summary>
    /// <param name="compose">The file, with its variables' values.</param>
    /// <param name="scale">How many there are of a service; one of each that is not named.</param>
    /// <param name="upstream">Where <c>providers.env</c> says that NVIDIA NIM is.</param>
    public static async Task<Composition> UpAsync(ComposeFile compose, IReadOnlyDictionary<string, int> scale, Uri? upstream = null)
    {
        var images = await Images.Built;
        var composition = new Composition(await Network.StartAsync(compose, upstream));
        foreach (var name in InOrder(compose))
        {
            var service = compose.Services[name];
            var containers = Enumerable.Range(0, scale.GetValueOrDefault(name, 1))
                .Select(_ => Container.Start(service, images[service.Build!.Target], composition.Network)).ToList();
            composition._containers.AddRange(containers);
            await Task.WhenAll(containers.Select(container => container.HealthyAsync()));
            if (name == "ingress") composition.Ingress = containers[0];
        }

        return composition;
    }

    /// <summary>As <c>docker compose run --rm</c>. Returns the exit code and all that was printed.</summary>
    /// <param name="service">The service that is run to its end.</param>
    /// <param name="command">Its arguments.</param>
    public async Task<(int ExitCode, string Output)> RunAsync(ComposeService service, params string[] command)
    {
        await using var container = Container.Start(service, (await Images.Built)[service.Build!.Target], Network, command);
        return (await container.ExitAsync(), container.Output);
    }

    /// <summary>As <c>docker compose down</c>: what depends on others first. Returns the exit codes.</summary>
    public async Task<IReadOnlyList<int>> DownAsync()
    {
        var codes = new List<int>();
        foreach (var container in _containers.AsEnumerable().Reverse()) codes.Add(await container.StopAsync());
        return codes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in _containers) await container.DisposeAsync();
        await Network.DisposeAsync();
    }

    private static List<string> InOrder(ComposeFile compose)
    {
        var order = new List<string>();
        foreach (var role in compose.Roles) Visit(role);
        return order;

        void Visit(string name)
        {
            if (order.Contains(name) || compose.Services[name].Build is null) return;
            foreach (var needed in compose.Services[name].DependsOn.Keys) Visit(needed);
            order.Add(name);
        }
    }
}
