using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Files;

namespace Pipeline.Persistence.DeadLetters.Files;

/// <summary>Reads what a directory holds.</summary>
internal static class DeadLetterIndex
{
    /// <summary>The dead letters by id. A file that cannot be read stays where it is, and is named in the log.</summary>
    public static Dictionary<string, DeadLetter> Load(string directory, ILogger log)
    {
        Directory.CreateDirectory(directory);
        AtomicFile.DeleteLeftovers(directory);
        var letters = new Dictionary<string, DeadLetter>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(directory, $"*{DeadLetterFile.Ending}"))
        {
            try
            {
                var letter = DeadLetterFile.ReadLetter(path);
                if (letter.Id == Path.GetFileNameWithoutExtension(path)) letters[letter.Id] = letter;
                else log.LogWarning("{Path} is left out: it holds the dead letter {Id}", path, letter.Id);
            }
            catch (JsonException fault)
            {
                log.LogWarning("{Path} is left out, as it is no dead letter: {Reason}", path, fault.Message);
            }
        }

        return letters;
    }
}
