using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.RequestLog;
using Pipeline.Persistence.RequestLog.Database;
using Pipeline.TestKit.Databases;
using static Pipeline.Persistence.Tests.RequestLog.Entries;

namespace Pipeline.Persistence.Tests.RequestLog;

public sealed class DatabaseRequestStoreTests : RequestStoreTests
{
    private TestDatabase _database = null!;

    [Fact]
    public async Task A_batch_that_comes_again_changes_nothing()
    {
        await AppendAsync(Full, At(Noon, "a"));
        await AppendAsync(Full with { Answer = "another" }, At(Noon, "a"), At(Noon, "b"));

        Assert.Equal([Full, At(Noon, "b"), At(Noon, "a")], await ReadAsync(new RequestQuery()));
    }

    [Fact]
    public async Task Text_that_the_database_cannot_hold_is_mended()
    {
        await AppendAsync(At(Noon, "a") with { RequestedModel = "half \uD83D", Client = "a\0b", Answer = "whole 🙂" });

        var entry = Assert.Single(await ReadAsync(new RequestQuery()));
        Assert.Equal(("half \uFFFD", "ab", "whole 🙂"), (entry.RequestedModel, entry.Client, entry.Answer));
    }

    [Fact]
    public async Task Entries_that_no_column_holds_are_refused_for_good() =>
        await Assert.ThrowsAsync<RequestsRefusedException>(() => AppendAsync(At(Noon, id: null!)));

    [Fact]
    public async Task More_than_one_statement_deletes_is_deleted_all_the_same()
    {
        await AppendAsync([.. Enumerable.Range(0, (2 * DatabaseRequestStore.Chunk) + 1).Select(number => At(Noon, $"req_{number}"))]);
        await Store.DeleteBeforeAsync(Noon.AddSeconds(1), CancellationToken.None);

        Assert.Empty(await ReadAsync(new RequestQuery()));
    }

    public override async Task DisposeAsync() => await _database.DisposeAsync();

    private protected override async Task<IRequestStore> OpenAsync()
    {
        _database = await TestDatabase.CreateAsync();
        var contexts = new PooledDbContextFactory<PipelineDbContext>(
            (DbContextOptions<PipelineDbContext>)new DbContextOptionsBuilder<PipelineDbContext>().UsePipelineDatabase(_database.ConnectionString).Options);
        await Schema.UpdateAsync(contexts, CancellationToken.None);
        return new DatabaseRequestStore(contexts);
    }
}
