using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Transport.Frames;

/// <summary>Registers the frame plane.</summary>
internal static class FrameExtensions
{
    public static IServiceCollection AddInProcessFrames(this IServiceCollection services) => services
        .AddSingleton<InProcessFramePump>()
        .AddSingleton<IFramePump>(provider => provider.GetRequiredService<InProcessFramePump>())
        .AddSingleton<IFrameInbox>(provider => provider.GetRequiredService<InProcessFramePump>());
}
