using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.Files;
using Pipeline.Persistence.Transcripts.Database;
using Pipeline.Persistence.Transcripts.Files;

namespace Pipeline.Persistence.Transcripts;

/// <summary>Registers the store of transcripts.</summary>
internal static class TranscriptExtensions
{
    private const string DirectoryName = "transcripts";

    /// <summary>Adds the store, in the database where there is one, else in the state directory.</summary>
    public static IServiceCollection AddTranscriptStore(this IServiceCollection services, IConfiguration configuration) => configuration.UsesDatabase()
        ? services.AddSingleton<ITranscriptStore, DatabaseTranscriptStore>()
        : services.AddSingleton<ITranscriptStore>(provider => new FileTranscriptStore(provider.GetRequiredService<StateDirectory>().Path(DirectoryName)));
}
