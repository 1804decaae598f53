using Pipeline.Transport.RabbitMq;

namespace Pipeline.Transport.Tests.RabbitMq;

public sealed class BrokerAddressTests
{
    [Theory]
    [InlineData("amqp://broker", "broker", 5672, "/", "guest", "guest")]
    [InlineData("amqp://broker/", "broker", 5672, "/", "guest", "guest")]
    [InlineData("amqp://user:pa:ss@broker:5673/vhost", "broker", 5673, "vhost", "user", "pa:ss")]
    [InlineData("amqp://us%40er:p%2Fw%3A@10.0.0.1/%2F", "10.0.0.1", 5672, "/", "us@er", "p/w:")]
    [InlineData("amqp://u:p@[::1]:5672/a%2Fb", "::1", 5672, "a/b", "u", "p")]
    public void It_is_read_as_people_write_it(string url, string host, int port, string virtualHost, string user, string password) =>
        Assert.Equal(new BrokerAddress(host, port, virtualHost, user, password, UseTls: false), BrokerAddress.Parse(new Uri(url)));

    [Fact]
    public void Printed_it_tells_no_password() =>
        Assert.Equal("broker:5672/v", BrokerAddress.Parse(new Uri("amqp://user:secret@broker/v")).ToString());

    [Theory]
    [InlineData("amqps://broker/", 5671)]
    [InlineData("amqps://broker:5673/", 5673)]
    public void The_scheme_says_whether_it_is_encrypted_and_the_port_does_not(string url, int port)
    {
        var address = BrokerAddress.Parse(new Uri(url));

        Assert.Equal((true, port), (address.UseTls, address.Port));
        Assert.True(address.ToFactory().Ssl.Enabled);
    }
}
