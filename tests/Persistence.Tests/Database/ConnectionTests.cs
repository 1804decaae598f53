using Microsoft.EntityFrameworkCore;
using Pipeline.Persistence.Database;
using Pipeline.TestKit.Databases;

namespace Pipeline.Persistence.Tests.Database;

public sealed class ConnectionTests
{
    [Fact]
    public async Task The_database_answers()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var context = new PipelineDbContext(new DbContextOptionsBuilder<PipelineDbContext>().UseNpgsql(database.ConnectionString).Options);

        Assert.True(await context.Database.CanConnectAsync());
    }
}
