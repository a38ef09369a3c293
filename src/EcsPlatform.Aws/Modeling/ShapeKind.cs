namespace EcsPlatform.Aws.Modeling;

/// <summary>What a shape of an API model is on the wire and in C#.</summary>
public enum ShapeKind
{
    /// <summary>A class with members.</summary>
    Structure,

    /// <summary><c>List&lt;T&gt;</c>.</summary>
    List,

    /// <summary><c>Dictionary&lt;string, T&gt;</c>.</summary>
    Map,

    /// <summary><c>string</c>, or a <c>ConstantClass</c> where the model has an enum (boxed values are always the plain string).</summary>
    String,

    /// <summary><c>bool</c>.</summary>
    Boolean,

    /// <summary><c>int</c>.</summary>
    Integer,

    /// <summary><c>long</c>.</summary>
    Long,

    /// <summary><c>float</c>.</summary>
    Float,

    /// <summary><c>double</c>.</summary>
    Double,

    /// <summary><c>DateTime</c>, UTC.</summary>
    Timestamp,

    /// <summary><c>MemoryStream</c>.</summary>
    Blob,

    /// <summary>A free-form JSON value (<c>Amazon.Runtime.Documents.Document</c>).</summary>
    Document,
}

/// <summary>How a timestamp is written.</summary>
public enum TimestampFormat
{
    /// <summary>The protocol's own default for the place it stands in.</summary>
    Default,

    /// <summary>2019-12-16T23:48:18Z.</summary>
    Iso8601,

    /// <summary>Mon, 16 Dec 2019 23:48:18 GMT.</summary>
    Rfc822,

    /// <summary>Seconds since 1970, with a fraction where there is one.</summary>
    UnixTimestamp,
}

/// <summary>Where in an HTTP message a member travels.</summary>
public enum MemberLocation
{
    /// <summary>In the body (or, for the query protocols, in the form).</summary>
    Body,

    /// <summary>In the path, at <c>{locationName}</c> or <c>{locationName+}</c>.</summary>
    Uri,

    /// <summary>In the query string.</summary>
    QueryString,

    /// <summary>One header.</summary>
    Header,

    /// <summary>All headers that begin with the location name (a map).</summary>
    Headers,

    /// <summary>The HTTP status code (responses only).</summary>
    StatusCode,
}

/// <summary>The wire protocols of AWS that the clients and the sandbox speak.</summary>
public enum AwsProtocol
{
    /// <summary>JSON with <c>X-Amz-Target</c> ("json").</summary>
    AwsJson,

    /// <summary>REST with JSON bodies ("rest-json").</summary>
    RestJson,

    /// <summary>Form in, XML out ("query").</summary>
    Query,

    /// <summary>EC2's dialect of query ("ec2").</summary>
    Ec2Query,

    /// <summary>REST with XML bodies ("rest-xml").</summary>
    RestXml,
}
