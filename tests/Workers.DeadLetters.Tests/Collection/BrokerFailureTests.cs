using System.Text;
using Pipeline.Transport.Bus;
using Pipeline.Transport.RabbitMq;
using Pipeline.Workers.DeadLetters.Collection.Broker;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pipeline.Workers.DeadLetters.Tests.Collection;

public sealed class BrokerFailureTests
{
    private static readonly string Queue = CommandExchanges.CompleteMessage("nvidia_nim");

    [Theory]
    [InlineData(false, 9)]
    [InlineData(true, 5)]
    public void What_killed_its_worker_says_how_often_it_did(bool isInQuarantine, int attempts)
    {
        var failure = BrokerFailure.Read(FaultQueues.DeliveryLimit, GivenUpBy(isInQuarantine ? CommandExchanges.Quarantine(Queue) : Queue));

        Assert.Equal((Queue, attempts), (failure.Queue, failure.Reason!.Attempts));
        Assert.Contains($" {attempts} times", failure.Reason.Message, StringComparison.Ordinal);
    }

    /// <summary>As the broker delivers it: with the newest death first, and strings as bytes.</summary>
    private static BasicDeliverEventArgs GivenUpBy(string queue)
    {
        var death = new Dictionary<string, object?>(StringComparer.Ordinal) { ["queue"] = Encoding.UTF8.GetBytes(queue), ["reason"] = "delivery_limit"u8.ToArray() };
        var properties = new BasicProperties { Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-death"] = new List<object?> { death } } };
        return new BasicDeliverEventArgs("consumer", deliveryTag: 1, redelivered: false, exchange: "", Queue, properties, new byte[] { 1 });
    }
}
