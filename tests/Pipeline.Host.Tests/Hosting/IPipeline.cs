using Pipeline.TestKit.Sse;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>A pipeline that tests can ask, in one process or in several.</summary>
internal interface IPipeline
{
    /// <summary>A client of its ingress.</summary>
    SseClient Client { get; }
}
