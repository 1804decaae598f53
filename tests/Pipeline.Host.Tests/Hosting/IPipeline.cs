using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>A pipeline that tests can ask, in one process or in several, in front of a fake upstream.</summary>
internal interface IPipeline : IAsyncDisposable
{
    /// <summary>Stands for the fake upstream's base URL in the value of a setting.</summary>
    const string UpstreamAddress = "{upstream}";

    /// <summary>Where its ingress listens.</summary>
    Uri Address { get; }

    /// <summary>A client of its ingress.</summary>
    SseClient Client { get; }

    /// <summary>Its models' provider.</summary>
    FakeUpstream Upstream { get; }

    /// <summary>Everything that has been logged so far.</summary>
    string Output { get; }

    /// <summary>Waits until the model worker has logged the words.</summary>
    Task SaysAsync(string words);
}
