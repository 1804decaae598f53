namespace Pipeline.Transport.Bus;

/// <summary>
/// Names of the exchanges that take commands; each feeds the queue of the same name. Commands are sent
/// to <c>exchange:NAME</c>, because <c>queue:NAME</c> would declare a queue of the sender's making.
/// </summary>
public static class CommandExchanges
{
    /// <summary>
    /// Takes <c>CompleteMessage</c> for one provider: a queue each, so that a dead provider cannot hold
    /// the others' slots.
    /// </summary>
    public static string CompleteMessage(string provider) => $"complete-message.{provider}";

    /// <summary>Takes what has come from a queue for the third time, to be consumed alone.</summary>
    public static string Quarantine(string queue) => $"{queue}.quarantine";

    /// <summary>Takes <c>CancelWork</c> for one worker instance.</summary>
    public static string CancelWork(Guid instance) => $"cancel-work.{instance:N}";
}
