using EcsPlatform.Cli;

var host = ToolHost.OfProcess();
using var interrupts = new Interrupts(host.Error);
return await Tool.RunAsync(args, host, interrupts.Token);
