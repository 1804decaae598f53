using Pipeline.TestKit.Brokers;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Properties;

/// <summary>Several saga workers at once: no node runs twice, none is lost, one at a time in each tree, in order, and all ends.</summary>
public sealed class CrowdTests
{
    [Theory]
    [InlineData(1)]
    public async Task Workers_on_one_database_do_not_get_in_each_others_way(int seed)
    {
        await using var place = await StatePlace.PostgresAsync();
        await using var crowd = new Crowd(seed, place.Settings);
        await crowd.RunAsync();
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(4)]
    [Trait("Category", "Full")]
    public Task Nor_do_further_ones(int seed) => Workers_on_one_database_do_not_get_in_each_others_way(seed);

    [Fact]
    public async Task Nor_do_they_over_a_broker()
    {
        await using var broker = await TestVirtualHost.CreateAsync();
        await using var place = await StatePlace.PostgresAsync();
        await using var crowd = new Crowd(11, place.Settings.Append(new("RabbitMq:Url", $"{broker.Url}")).ToDictionary());
        await crowd.RunAsync();
    }
}
