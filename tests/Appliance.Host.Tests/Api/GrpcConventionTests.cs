using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;

namespace Appliance.Host.Tests.Api;

/// <summary>What gRPC tools expect of every server: health and reflection.</summary>
public sealed class GrpcConventionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_is_serving_and_reflection_lists_the_service()
    {
        await using RunningService service = await RunningService.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { HttpHandler = ServiceSocket.Handler(service.GrpcSocket), DisposeHttpClient = true });

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using AsyncServerStreamingCall<HealthCheckResponse> watch = new global::Grpc.Health.V1.Health.HealthClient(channel).Watch(
            new HealthCheckRequest(), cancellationToken: limit.Token);
        HealthCheckResponse.Types.ServingStatus status;
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(limit.Token));
            status = watch.ResponseStream.Current.Status;
        }
        while (status != HealthCheckResponse.Types.ServingStatus.Serving);

        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> reflection =
            new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(cancellationToken: limit.Token);
        await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, limit.Token);
        await reflection.RequestStream.CompleteAsync();
        Assert.True(await reflection.ResponseStream.MoveNext(limit.Token));
        Assert.Contains(
            "appliance.v1.Verification",
            reflection.ResponseStream.Current.ListServicesResponse.Service.Select(one => one.Name));
    }
}
