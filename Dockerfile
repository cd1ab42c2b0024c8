# Node and tool in one image. Nothing secret is in it: keys come from a volume.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish src/Gateway.Node/Gateway.Node.csproj -c Release -o /app \
 && dotnet publish src/Gateway.Cli/Gateway.Cli.csproj -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# The root file system is meant to be read-only: no diagnostics socket.
ENV DOTNET_EnableDiagnostics=0
COPY --from=build /app /app
# A new named volume takes owner and mode from here.
RUN mkdir -m 0700 /nodes && chown "$APP_UID" /nodes
USER $APP_UID
WORKDIR /nodes
VOLUME /nodes
EXPOSE 7443
ENTRYPOINT ["dotnet", "/app/Gateway.Node.dll"]
CMD ["--data", "/nodes/USA"]
