using Npgsql;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Tests.Database;

public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("postgres://me:p%40ss%3Aword@db.example:6543/pipeline?sslmode=require")]
    [InlineData("postgresql://me:p%40ss%3Aword@db.example:6543/pipeline?sslmode=require")]
    [InlineData("Host=db.example;Port=6543;Username=me;Password=p@ss:word;Database=pipeline;SSL Mode=Require")]
    public void Both_forms_say_the_same(string value)
    {
        var parsed = new NpgsqlConnectionStringBuilder(ConnectionString.Parse(value));

        Assert.Equal(("db.example", 6543, "me", "p@ss:word", "pipeline"), (parsed.Host, parsed.Port, parsed.Username, parsed.Password, parsed.Database));
        Assert.Equal(SslMode.Require, parsed.SslMode);
    }

    [Theory]
    [InlineData("postgres://h/d?sslmode=verify-full", SslMode.VerifyFull)]
    [InlineData("postgres://h/d?sslmode=verify-ca", SslMode.VerifyCA)]
    [InlineData("postgres://h/d?sslmode=disable", SslMode.Disable)]
    public void A_URLs_sslmode_is_spelt_as_libpq_spells_it(string value, SslMode expected) =>
        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(ConnectionString.Parse(value)).SslMode);

    [Theory]
    [InlineData("postgres://h/d", GssEncryptionMode.Disable)]
    [InlineData("Host=h;Database=d", GssEncryptionMode.Disable)]
    [InlineData("postgres://h/d?gssencmode=prefer", GssEncryptionMode.Prefer)]
    [InlineData("Host=h;Database=d;Gss Encryption Mode=Require", GssEncryptionMode.Require)]
    public void Kerberos_encrypts_only_where_it_is_asked_for(string value, GssEncryptionMode expected) =>
        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(ConnectionString.Parse(value)).GssEncryptionMode);

    [Fact]
    public void An_IPv6_host_and_the_usual_port_are_understood()
    {
        var parsed = new NpgsqlConnectionStringBuilder(ConnectionString.Parse("postgres://me@[::1]/pipeline"));
        Assert.Equal(("::1", 5432), (parsed.Host, parsed.Port));
    }

    [Theory]
    [InlineData("postgres://me:hidden@h/d?nonsense=1")]
    [InlineData("postgres://me:hidden@h/d?sslmode=perhaps")]
    [InlineData("Host=h;Password=hidden;Port=many")]
    [InlineData("Host=h;Passwrod=hidden")]
    [InlineData("Password=hidden")]
    [InlineData("hidden")]
    public void What_is_wrong_is_told_by_the_variables_name_and_without_the_value(string value)
    {
        var fault = Assert.Throws<PersistenceException>(() => ConnectionString.Parse(value));

        Assert.StartsWith("DATABASE_URL ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", fault.ToString(), StringComparison.Ordinal);
    }
}
