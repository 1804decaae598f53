using Pipeline.Persistence.Files;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.Files;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("owned");

    [Fact]
    public void It_has_one_owner_and_who_comes_second_is_told_who_that_is()
    {
        using var first = new StateDirectory(_directory.Path);
        using var second = new StateDirectory(_directory.Path);
        first.Claim();
        first.Claim();

        var fault = Assert.Throws<PersistenceException>(second.Claim);
        Assert.Contains(_directory.Path, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("PIPELINE_STATE_DIR", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_is_refused_leaves_the_owner_its_directory()
    {
        using var first = new StateDirectory(_directory.Path);
        first.Claim();
        using (var second = new StateDirectory(_directory.Path)) Assert.False(second.TryClaim());
        using var third = new StateDirectory(_directory.Path);

        Assert.False(third.TryClaim());
    }

    [Fact]
    public void What_its_owner_has_given_free_another_can_take()
    {
        using (var first = new StateDirectory(_directory.Path)) first.Claim();
        using var second = new StateDirectory(_directory.Path);

        Assert.True(second.TryClaim());
    }

    public void Dispose() => _directory.Dispose();
}
