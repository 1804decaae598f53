using Pipeline.Host.Tests.Conformance.Scenarios;

namespace Pipeline.Host.Tests.Conformance;

/// <summary>Every scenario, by its name.</summary>
internal static class AllScenarios
{
    public static IReadOnlyDictionary<string, Scenario> ByName { get; } = new[]
    {
        ToolCalls.All,
        WrittenToolCalls.All,
        Reasoning.All,
        Endings.All,
        TokenUsage.All,
        PassingFaults.All,
        LastingFaults.All,
        UnknownParameters.All,
        RefusedRequests.All,
        ContextWindows.All,
        Bodies.All,
        NativeAnswers.All,
        NativeFaults.All,
    }.SelectMany(scenarios => scenarios).ToDictionary(scenario => scenario.Name, StringComparer.Ordinal);
}
