namespace Pipeline.Workers.Telegram.Leases;

/// <summary>This worker among all others, for as long as its process lives.</summary>
internal sealed class WorkerInstance
{
    public string Name { get; } = $"{Environment.MachineName}-{Guid.NewGuid():N}";
}
