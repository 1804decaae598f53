# syntax=docker/dockerfile:1
# One build, one image for each role: docker build --target ingress .
# The .NET images follow 10.0's security patches; broker and database are pinned in compose.yaml.

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /src
COPY . .
# What is built here has been analyzed where it was tested; the analyzers take three quarters of a build's time.
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish roles.slnf --configuration Release --artifacts-path out -p:RunAnalyzers=false

# Chiseled: no shell, no package manager, and a user that is not root, on the same glibc that the tests run
# on. So a health check has no curl; each program asks itself, with `health`.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS runtime
WORKDIR /app
USER $APP_UID
# compose.yaml says where to listen; the root file system is read-only, so no diagnostics files.
ENV ASPNETCORE_HTTP_PORTS="" \
    DOTNET_EnableDiagnostics=0

FROM runtime AS ingress
COPY --from=build /src/out/publish/Ingress.Api/release ./
ENTRYPOINT ["./Pipeline.Ingress.Api"]

FROM runtime AS workers-nim
COPY --from=build /src/out/publish/Workers.Nim/release ./
ENTRYPOINT ["./Pipeline.Workers.Nim"]

FROM runtime AS workers-optimizer
COPY --from=build /src/out/publish/Workers.Optimizer/release ./
ENTRYPOINT ["./Pipeline.Workers.Optimizer"]

FROM runtime AS workers-trees
COPY --from=build /src/out/publish/Workers.Trees/release ./
ENTRYPOINT ["./Pipeline.Workers.Trees"]

FROM runtime AS workers-deadletters
COPY --from=build /src/out/publish/Workers.DeadLetters/release ./
ENTRYPOINT ["./Pipeline.Workers.DeadLetters"]

# Claude Code is one program, which its npm package brings for the machine that it is installed on.
FROM node:22.21.1-bookworm-slim AS claude
RUN npm install --global @anthropic-ai/claude-code@2.1.330

# Agents run commands: here is a shell, and a little of what they expect of a machine.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS workers-cli
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl git jq openssh-client patch procps ripgrep unzip \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner=$APP_UID --group=$APP_UID /data /data/home /data/workspace
COPY --from=claude /usr/local/lib/node_modules/@anthropic-ai/claude-code/bin/claude.exe /usr/local/bin/claude
WORKDIR /app
USER $APP_UID
ENV ASPNETCORE_HTTP_PORTS="" \
    DOTNET_EnableDiagnostics=0
COPY --from=build /src/out/publish/Workers.Cli/release ./
ENTRYPOINT ["./Pipeline.Workers.Cli"]

# Files from and for people are in the agents' workspace, of which git tells whether it has changed.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS workers-telegram
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates git \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner=$APP_UID --group=$APP_UID /data /data/home /data/workspace
WORKDIR /app
USER $APP_UID
ENV ASPNETCORE_HTTP_PORTS="" \
    DOTNET_EnableDiagnostics=0
COPY --from=build /src/out/publish/Workers.Telegram/release ./
ENTRYPOINT ["./Pipeline.Workers.Telegram"]

# The operator's verbs, which the host has: docker compose run --rm dead-letters list
FROM runtime AS dead-letters
COPY --from=build /src/out/publish/Pipeline.Host/release ./
ENTRYPOINT ["./Pipeline.Host", "dead-letters"]
