using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Trees.Leases;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Rules;

/// <summary>What trees promise, wherever state is kept.</summary>
public abstract class TreeTests : IAsyncLifetime
{
    private StatePlace _place = null!;

    /// <summary>The clock of every host.</summary>
    protected ManualTime Time { get; } = new();

    internal Say Say { get; } = new();

    /// <summary>Names where state is kept.</summary>
    protected IReadOnlyDictionary<string, string?> Settings => _place.Settings;

    public async Task InitializeAsync() => _place = await CreatePlaceAsync();

    public async Task DisposeAsync() => await _place.DisposeAsync();

    /// <summary>Where this test's hosts keep their state.</summary>
    protected abstract Task<StatePlace> CreatePlaceAsync();

    internal Task<TreesHost> StartAsync() => TreesHost.StartAsync(_place.Settings, Time);

    /// <summary>Starts a host with a further setting.</summary>
    internal Task<TreesHost> StartAsync(string key, string value) =>
        TreesHost.StartAsync(_place.Settings.Append(new(key, value)).ToDictionary(), Time);

    /// <summary>Sends messages so that each comes after the one before.</summary>
    internal static async Task SendInOrderAsync(TreesHost host, params SubmitMessage[] messages)
    {
        foreach (var message in messages)
        {
            await host.SendAsync(message);
            await Patience.UntilAsync(async () => await host.NodeAsync(message.NodeId) is not null);
        }
    }

    /// <summary>Lets the time pass in which no worker says a word, until that has become of a node.</summary>
    internal async Task<TreeNode> LoseWorkersAsync(TreesHost host, Guid nodeId, NodeState becomes)
    {
        TreeNode? node = null;
        await Patience.UntilAsync(
            async () =>
            {
                node = await host.NodeAsync(nodeId);
                if (node?.State == becomes) return true;

                Time.Advance(LeaseSweep.Interval);
                return false;
            },
            $"node {becomes}");
        return node!;
    }
}
