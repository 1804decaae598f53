namespace Pipeline.Transport.RabbitMq;

/// <summary>Where the broker is. Section <c>RabbitMq</c>.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "RabbitMq";

    /// <summary><c>amqp://user:password@host:port/vhost</c>, or <c>amqps://…</c>. Null: everything runs in one process.</summary>
    public Uri? Url { get; set; }
}
