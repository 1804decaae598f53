using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Persistence.DeadLetters.Database;
using Pipeline.TestKit.Databases;

namespace Pipeline.Persistence.Tests.DeadLetters;

public sealed class DatabaseDeadLetterStoreTests : DeadLetterStoreTests, IAsyncLifetime
{
    private TestDatabase _database = null!;
    private PooledDbContextFactory<PipelineDbContext> _contexts = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        var options = new DbContextOptionsBuilder<PipelineDbContext>();
        options.UsePipelineDatabase(_database.ConnectionString);
        _contexts = new PooledDbContextFactory<PipelineDbContext>(options.Options);
        await Schema.UpdateAsync(_contexts, default);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    protected override Task<IDeadLetterStore> OpenAsync(DeadLetterBounds bounds) =>
        Task.FromResult<IDeadLetterStore>(new DatabaseDeadLetterStore(_contexts, bounds, Time));
}
