# syntax=docker/dockerfile:1
# The verification appliance for trying out: one process, SoftHSM2 as the token, data in a volume. How to run it, and what it is not:
# docs/how-to/run-in-a-container.md.

# Built on the builder's own processor whatever the target is; the SDK cross-compiles.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source
COPY Directory.Build.props Directory.Build.targets Directory.Packages.props global.json .editorconfig ./
COPY src/ src/
RUN dotnet publish src/Appliance.Host/Appliance.Host.csproj --configuration Release --arch "$TARGETARCH" --self-contained false --output /app -p:RestoreLockedMode=true -nodeReuse:false

# glibc, not musl: PKCS#11 libraries of HSM vendors do not load on Alpine.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
LABEL org.opencontainers.image.title="Verification appliance" \
      org.opencontainers.image.licenses="Apache-2.0"

# curl asks the health endpoint over the Unix socket.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl softhsm2 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" -g "$APP_UID" -m 0700 /var/lib/appliance \
    && install -d -o "$APP_UID" -g "$APP_UID" -m 0700 /run/appliance

COPY --from=build /app /usr/lib/appliance
RUN ln -s /usr/lib/appliance/appliance /usr/bin/appliance

# Without the diagnostics port the root file system can be read-only and nobody can dump the process. No TCP port, neither the base
# image's 8080 nor the development ones: the service listens on a Unix socket in a volume.
ENV DOTNET_EnableDiagnostics=0 \
    ASPNETCORE_HTTP_PORTS= \
    APPLIANCE_DATA=/var/lib/appliance \
    APPLIANCE__SERVICE__SOCKET=/run/appliance/appliance.sock \
    APPLIANCE__SERVICE__SOCKET_GRPC=/run/appliance/appliance-grpc.sock \
    APPLIANCE__SERVICE__LISTEN= \
    APPLIANCE__SERVICE__LISTEN_GRPC=

USER $APP_UID
WORKDIR /var/lib/appliance
VOLUME ["/var/lib/appliance", "/run/appliance"]

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "--unix-socket", "/run/appliance/appliance.sock", "http://appliance/readyz"]

STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/appliance"]
CMD ["serve"]
