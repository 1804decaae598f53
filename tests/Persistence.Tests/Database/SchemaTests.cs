using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Persistence.Database;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;

namespace Pipeline.Persistence.Tests.Database;

public sealed class SchemaTests
{
    [Fact]
    public async Task The_migrated_schema_is_that_of_the_model()
    {
        await using var migrated = await TestDatabase.CreateAsync();
        await using var created = await TestDatabase.CreateAsync();
        await using (var context = Context(migrated)) await context.Database.MigrateAsync();
        await using (var context = Context(created)) await context.Database.ExecuteSqlRawAsync(context.Database.GenerateCreateScript());

        var schema = await Catalogue.ReadAsync(migrated.ConnectionString);

        Assert.NotEmpty(schema);
        Assert.Equal(await Catalogue.ReadAsync(created.ConnectionString), schema);
    }

    [Fact]
    public async Task Names_are_snake_case_so_that_nobody_has_to_quote_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var context = Context(database);

        var names = context.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties().Select(property => property.GetColumnName()).Append(entity.GetTableName()!));

        Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9_]*$", name));
    }

    [Fact]
    public async Task Hosts_that_start_at_once_migrate_one_after_the_other()
    {
        await using var database = await TestDatabase.CreateAsync();
        var hosts = Enumerable.Range(0, 4).Select(_ => Host(database)).ToArray();

        await Task.WhenAll(hosts.Select(host => host.StartAsync())).Soon();

        await using var context = Context(database);
        Assert.Empty(await context.Database.GetPendingMigrationsAsync());
        Assert.NotEmpty(await context.Database.GetAppliedMigrationsAsync());
        foreach (var host in hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private static PipelineDbContext Context(TestDatabase database) =>
        new((DbContextOptions<PipelineDbContext>)new DbContextOptionsBuilder<PipelineDbContext>().UsePipelineDatabase(database.ConnectionString).Options);

    private static IHost Host(TestDatabase database)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Pipeline", database.ConnectionString)]);
        builder.Services.AddLogging().AddPipelinePersistence(builder.Configuration);
        return builder.Build();
    }
}
