using Microsoft.Extensions.Configuration;
using Pipeline.Transport.Settings;

namespace Pipeline.Transport.Hosting;

/// <summary>A role alone in its process has nobody to talk to but by a broker.</summary>
internal sealed class BrokerRequired(string role, IConfiguration configuration) : IConfigurationRule
{
    public IEnumerable<string> Faults() => string.IsNullOrEmpty(configuration["RabbitMq:Url"])
        ? [$"{role} needs a broker: set RABBITMQ_URL, for instance to amqp://guest:guest@127.0.0.1:5672/ (environment or .env), "
            + "or start Pipeline.Host instead, which runs every role in one process without one."]
        : [];
}
