# syntax=docker/dockerfile:1
# One build, one image for each role: docker build --target ingress .
# The .NET images follow 10.0's security patches; broker and database are pinned in compose.yaml.

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish Ingress.Api --configuration Release --output out/ingress
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish Workers.Nim --configuration Release --output out/workers-nim
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish Workers.Optimizer --configuration Release --output out/workers-optimizer
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish Workers.DeadLetters --configuration Release --output out/workers-deadletters
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish Pipeline.Host --configuration Release --output out/dead-letters

# Chiseled: no shell, no package manager, and a user that is not root, on the same glibc that the tests run
# on. So a health check has no curl; each program asks itself, with `health`.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS runtime
WORKDIR /app
USER $APP_UID
# compose.yaml says where to listen; the root file system is read-only, so no diagnostics files.
ENV ASPNETCORE_HTTP_PORTS="" \
    DOTNET_EnableDiagnostics=0

FROM runtime AS ingress
COPY --from=build /src/out/ingress ./
ENTRYPOINT ["./Pipeline.Ingress.Api"]

FROM runtime AS workers-nim
COPY --from=build /src/out/workers-nim ./
ENTRYPOINT ["./Pipeline.Workers.Nim"]

FROM runtime AS workers-optimizer
COPY --from=build /src/out/workers-optimizer ./
ENTRYPOINT ["./Pipeline.Workers.Optimizer"]

FROM runtime AS workers-deadletters
COPY --from=build /src/out/workers-deadletters ./
ENTRYPOINT ["./Pipeline.Workers.DeadLetters"]

# The operator's verbs, which the host has: docker compose run --rm dead-letters list
FROM runtime AS dead-letters
COPY --from=build /src/out/dead-letters ./
ENTRYPOINT ["./Pipeline.Host", "dead-letters"]
