using Microsoft.Extensions.Configuration;
using Pipeline.Transport.Settings;

namespace Pipeline.Transport.Hosting;

/// <summary>
/// What a role cannot do without when it is alone in its process: it has nobody to talk to but by a broker,
/// and state that other processes share has no place but a database.
/// </summary>
internal sealed class RoleNeeds(string role, DatabaseNeed database, string lost, IConfiguration configuration) : IConfigurationRule
{
    private const string Remedy = "(environment or .env), or start Pipeline.Host instead, which runs every role in one process and needs neither broker nor database.";

    /// <summary>What does not happen without a database; null where there is one, or none is of use.</summary>
    public string? Warning => database == DatabaseNeed.Useful && !HasDatabase ? $"DATABASE_URL is not set: {lost}" : null;

    private bool HasDatabase => !string.IsNullOrEmpty(configuration.GetConnectionString("Pipeline"));

    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrEmpty(configuration["RabbitMq:Url"]))
            yield return $"{role} needs a broker: set RABBITMQ_URL, for instance to amqp://guest:guest@127.0.0.1:5672/ {Remedy}";
        if (database == DatabaseNeed.Required && !HasDatabase)
            yield return $"{role} needs a database: set DATABASE_URL, for instance to postgres://user:password@127.0.0.1:5432/pipeline {Remedy}";
    }
}
