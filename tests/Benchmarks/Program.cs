// Prints what operations cost: calls, rounds (the longest chain of sequential calls), polls, time and memory.
//   dotnet run -c Release --project tests/Benchmarks                       on the sandbox, 50 ms of simulated latency per call
//   dotnet run -c Release --project tests/Benchmarks -- http://127.0.0.1:5000   against moto_server, behind 50 ms of real latency per call
using System.Diagnostics;
using System.Globalization;
using EcsPlatform.Benchmarks;
using EcsPlatform.Core.Definition;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var rows = new List<Measurement>();
if (args is [var endpoint])
{
    await MotoBench.RunAsync(new Uri(endpoint), PaymentPlatforms.WithServices(1)); // warms the code up
    rows.AddRange(await MotoBench.RunAsync(new Uri(endpoint), PaymentPlatforms.WithServices(5)));
}
else
{
    SandboxBench.Run(PaymentPlatforms.WithServices(1)); // warms the code up
    foreach (var mesh in new MeshType?[] { null, MeshType.ServiceConnect, MeshType.AppMesh })
    {
        foreach (var services in new[] { 5, 25, 100 })
        {
            rows.AddRange(SandboxBench.Run(PaymentPlatforms.WithServices(services, mesh)));
        }
    }
}

Console.WriteLine(Measurement.Header);
foreach (var row in rows)
{
    Console.WriteLine(row);
}

Console.WriteLine($"peak working set: {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MB");
return rows.All(row => row.WithinLimit) ? 0 : 1;
