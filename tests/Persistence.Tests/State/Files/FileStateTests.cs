using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State.Files;

public sealed class FileStateTests : StateTests, IDisposable
{
    private readonly TemporaryDirectory _directory = new("state");

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["State:Directory"] = _directory.Path };

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _directory.Dispose();
}
