using System.Net;

namespace Pipeline.Workers.Telegram.Voice.Services;

/// <summary>Says in words why a service has written nothing down, and what to do about it.</summary>
internal sealed class ServiceFailures(ITranscriptionService service)
{
    private const string SendAgain = "Send the note again in a while, or type it.";

    public ServiceAnswer Refused(HttpStatusCode status, TimeSpan? retryAfter) => (int)status switch
    {
        401 or 403 => Lasting($"{service.Name} refuses the key. Whoever runs this bot has to check {service.Settings.Key}."),
        402 => Lasting($"{service.Name} wants payment. Whoever runs this bot has to see to the account of {service.Settings.Key}."),
        404 or (>= 300 and < 400) => Lasting($"{service.Name} does not know the model or the address. Whoever runs this bot has to check {service.Settings.Address} and {service.Settings.Model}."),
        413 => Lasting($"{service.Name} finds this voice note too large. Send a shorter one, or type it."),
        429 => Passing($"{service.Name} is busy. {SendAgain}", retryAfter),
        408 or >= 500 => Passing($"{service.Name} has a fault of its own (status {(int)status}). {SendAgain}", retryAfter),
        _ => Lasting($"{service.Name} cannot understand this voice note (status {(int)status}). Record it again, or type it."),
    };

    public ServiceAnswer Unreachable() => Passing($"{service.Name} cannot be reached. {SendAgain}");

    public ServiceAnswer TooSlow(double seconds) => Passing($"{service.Name} took longer than {seconds:0.##} s (TRANSCRIPTION_TIMEOUT). {SendAgain}");

    public ServiceAnswer Unreadable() => Passing($"{service.Name} answered with something that is no transcript. {SendAgain}");

    private static ServiceAnswer Lasting(string words) => ServiceAnswer.Failed(words, mayPass: false);

    private static ServiceAnswer Passing(string words, TimeSpan? retryAfter = null) => ServiceAnswer.Failed(words, mayPass: true, retryAfter);
}
