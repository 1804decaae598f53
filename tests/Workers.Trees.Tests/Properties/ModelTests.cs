using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Properties;

/// <summary>Any sequence of messages leads where the model says.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task A_tree_in_files_becomes_what_its_model_becomes(int seed)
    {
        await using var place = await StatePlace.FilesAsync();
        await using var driver = new Driver(seed, place);
        await driver.RunAsync(steps: 120);
    }

    [Theory]
    [InlineData(101)]
    public async Task A_tree_in_PostgreSQL_becomes_what_its_model_becomes(int seed)
    {
        await using var place = await StatePlace.PostgresAsync();
        await using var driver = new Driver(seed, place);
        await driver.RunAsync(steps: 80);
    }

    [Theory]
    [InlineData(5), InlineData(6), InlineData(7), InlineData(8), InlineData(9), InlineData(10), InlineData(11), InlineData(12)]
    [Trait("Category", "Full")]
    public Task So_do_further_trees_in_files(int seed) => A_tree_in_files_becomes_what_its_model_becomes(seed);

    [Theory]
    [InlineData(102), InlineData(103), InlineData(104), InlineData(105)]
    [Trait("Category", "Full")]
    public Task So_do_further_trees_in_PostgreSQL(int seed) => A_tree_in_PostgreSQL_becomes_what_its_model_becomes(seed);
}
