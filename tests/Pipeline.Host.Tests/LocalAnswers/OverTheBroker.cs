using Pipeline.Host.Tests.Hosting;

namespace Pipeline.Host.Tests.LocalAnswers;

[Trait("Category", "Full")]
public sealed class OverTheBroker : LocalAnswerTests
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings)
    {
        var roles = await RunningRoles.StartAsync(workers: 1, [Patient, .. settings]);
        await (await roles.AddOptimizerAsync()).IsReadyAsync();
        return roles;
    }
}
