using Amazon.ElasticLoadBalancingV2;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <content>Attributes of listeners depend on the protocol: requests have TLS headers only behind HTTPS.</content>
internal static partial class AttributeTable
{
    private static readonly AttributeRow[] HttpListener =
    [
        new("routing.http.response.server.enabled", "true", Flag),
        new("routing.http.response.strict_transport_security.header_value", "", "*"),
        new("routing.http.response.access_control_allow_origin.header_value", "", "*"),
        new("routing.http.response.access_control_allow_methods.header_value", "", "*"),
        new("routing.http.response.access_control_allow_headers.header_value", "", "*"),
        new("routing.http.response.access_control_allow_credentials.header_value", "", "true or "),
        new("routing.http.response.access_control_expose_headers.header_value", "", "*"),
        new("routing.http.response.access_control_max_age.header_value", "", "0-86400 or "),
        new("routing.http.response.content_security_policy.header_value", "", "*"),
        new("routing.http.response.x_content_type_options.header_value", "", "nosniff or "),
        new("routing.http.response.x_frame_options.header_value", "", "*"),
    ];

    private static readonly AttributeRow[] HttpsListener =
    [
        .. HttpListener,
        new("routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name", "X-Amzn-Mtls-Clientcert-Serial-Number", "*"),
        new("routing.http.request.x_amzn_mtls_clientcert_issuer.header_name", "X-Amzn-Mtls-Clientcert-Issuer", "*"),
        new("routing.http.request.x_amzn_mtls_clientcert_subject.header_name", "X-Amzn-Mtls-Clientcert-Subject", "*"),
        new("routing.http.request.x_amzn_mtls_clientcert_validity.header_name", "X-Amzn-Mtls-Clientcert-Validity", "*"),
        new("routing.http.request.x_amzn_mtls_clientcert_leaf.header_name", "X-Amzn-Mtls-Clientcert-Leaf", "*"),
        new("routing.http.request.x_amzn_mtls_clientcert.header_name", "X-Amzn-Mtls-Clientcert", "*"),
        new("routing.http.request.x_amzn_tls_version.header_name", "X-Amzn-Tls-Version", "*"),
        new("routing.http.request.x_amzn_tls_cipher_suite.header_name", "X-Amzn-Tls-Cipher-Suite", "*"),
    ];

    private static readonly AttributeRow[] TcpListener = [new("tcp.idle_timeout.seconds", "350", "60-6000")];

    /// <summary>The attributes of a listener; those of UDP and TLS have none.</summary>
    public static AttributeRow[] Listener(ProtocolEnum protocol) => protocol.Value switch
    {
        "HTTP" => HttpListener,
        "HTTPS" => HttpsListener,
        "TCP" => TcpListener,
        _ => [],
    };
}
