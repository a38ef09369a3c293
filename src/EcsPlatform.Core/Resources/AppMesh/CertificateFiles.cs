namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>Where a task's certificates lie: in a volume that only its proxy and the container that fills it see.</summary>
internal static class CertificateFiles
{
    /// <summary>The volume's name, and that of the container that fills it.</summary>
    public const string Volume = "mesh-certificates";

    /// <summary>Where both mount it.</summary>
    public const string Folder = "/mesh-certificates";

    /// <summary>The service's certificate, then those between it and the authority.</summary>
    public const string Chain = Folder + "/certificate.pem";

    /// <summary>The service's private key.</summary>
    public const string PrivateKey = Folder + "/private-key.pem";

    /// <summary>The authority that everybody's certificate leads to.</summary>
    public const string Authority = Folder + "/authority.pem";
}
