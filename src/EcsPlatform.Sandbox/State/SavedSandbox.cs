using System.Text.Json.Nodes;

namespace EcsPlatform.Sandbox;

/// <summary>What a state file holds.</summary>
/// <param name="Format">Version of the file's form: 1.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Time">The sandbox's time when it was saved.</param>
/// <param name="Regions">Regions by name.</param>
internal sealed record SavedSandbox(int Format, string AccountId, DateTimeOffset Time, Dictionary<string, SavedRegion> Regions);

/// <summary>A region.</summary>
/// <param name="Ids">Where its sequence of identifiers stands.</param>
/// <param name="Services">Services by class name.</param>
internal sealed record SavedRegion(ulong Ids, Dictionary<string, SavedService> Services);

/// <summary>A service.</summary>
/// <param name="State">Its state; null for services that have none.</param>
/// <param name="Steps">Pending steps: by step, when they are due for which key.</param>
internal sealed record SavedService(JsonNode? State, Dictionary<string, Dictionary<string, DateTimeOffset>> Steps);
