using System.Reflection;
using Xunit.Sdk;

namespace Pipeline.Workers.Telegram.Tests.State;

/// <summary>Runs a theory on every backend.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachBackendAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Enum.GetValues<Backend>().Select(backend => new object[] { backend });
}
