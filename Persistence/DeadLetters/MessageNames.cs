using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Persistence.DeadLetters;

/// <summary>What messages are called among dead letters, whoever gave them up.</summary>
public static class MessageNames
{
    private const string UrnBeginning = "urn:message:";
    private const string OwnNamespace = "Pipeline.Contracts.";

    /// <summary>Name of a type by its URN in an envelope. Our own types go without their namespace.</summary>
    public static string OfType(string urn)
    {
        var name = urn.StartsWith(UrnBeginning, StringComparison.Ordinal) ? urn[UrnBeginning.Length..] : urn;
        return name.StartsWith(OwnNamespace, StringComparison.Ordinal) ? name[(name.LastIndexOf(':') + 1)..] : name;
    }

    /// <summary>The <see cref="FailedMessage.Fingerprint"/> of a message that is one dead letter by itself.</summary>
    public static string Fingerprint(string queue, string? messageId, byte[] body) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes($"{queue}\n{messageId}\n"), .. body]));
}
