using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.Transcripts;
using Pipeline.Persistence.Transcripts.Database;
using Pipeline.TestKit.Databases;

namespace Pipeline.Persistence.Tests.Transcripts;

public sealed class DatabaseTranscriptStoreTests : TranscriptStoreTests, IAsyncLifetime
{
    private TestDatabase _database = null!;
    private ITranscriptStore _store = null!;

    internal override ITranscriptStore Store => _store;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        var options = new DbContextOptionsBuilder<PipelineDbContext>();
        options.UsePipelineDatabase(_database.ConnectionString);
        var contexts = new PooledDbContextFactory<PipelineDbContext>(options.Options);
        await Schema.UpdateAsync(contexts, default);
        _store = new DatabaseTranscriptStore(contexts);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();
}
