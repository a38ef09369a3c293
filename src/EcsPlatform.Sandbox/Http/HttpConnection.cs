using System.Globalization;
using System.Text;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>One connection of HTTP/1.1, as far as AWS clients speak it: keep-alive, Content-Length or chunked bodies, Expect: 100-continue.</summary>
internal sealed class HttpConnection(Stream stream)
{
    private const int LongestLine = 64 * 1024;
    private const int LongestBody = 256 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next request, or null when the client has hung up.</summary>
    public async Task<WireRequest?> ReadAsync(CancellationToken cancellation)
    {
        var first = await LineAsync(cancellation);
        if (string.IsNullOrEmpty(first))
        {
            return null;
        }

        if (first.Split(' ') is not [var method, var target, _])
        {
            throw new WireFormatException($"Not an HTTP request: {first}");
        }

        // Proxies and some clients send the whole URL.
        if (target.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            target = new Uri(target).PathAndQuery;
        }

        var question = target.IndexOf('?', StringComparison.Ordinal);
        var request = new WireRequest { Method = method, Path = question < 0 ? target : target[..question] };
        QueryString.Read(question < 0 ? "" : target[question..], request.Query);
        while (await LineAsync(cancellation) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            request.Headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        request.Body = await BodyAsync(request.Headers, cancellation);
        return request;
    }

    public async Task WriteAsync(WireResponse response, bool headOnly, CancellationToken cancellation)
    {
        var head = new StringBuilder($"HTTP/1.1 {response.StatusCode} {(System.Net.HttpStatusCode)response.StatusCode}\r\n");
        foreach (var (name, value) in response.Headers)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            }
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Body.Length}\r\n\r\n");
        var bytes = Encoding.Latin1.GetBytes(head.ToString());
        await stream.WriteAsync(headOnly ? bytes : [.. bytes, .. response.Body.Span], cancellation);
    }

    private async Task<byte[]> BodyAsync(IDictionary<string, string> headers, CancellationToken cancellation)
    {
        if (headers.TryGetValue("Expect", out var expect) && expect.Equals("100-continue", StringComparison.OrdinalIgnoreCase))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellation);
        }

        if (headers.TryGetValue("Transfer-Encoding", out var encoding) && encoding.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return await ChunksAsync(cancellation);
        }

        return headers.TryGetValue("Content-Length", out var length)
            ? await BytesAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellation)
            : [];
    }

    private async Task<byte[]> ChunksAsync(CancellationToken cancellation)
    {
        var body = new MemoryStream();
        while (true)
        {
            var size = (await LineAsync(cancellation) ?? "").Split(';')[0];
            var chunk = await BytesAsync(int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture), cancellation);
            body.Write(chunk);
            while (await LineAsync(cancellation) is { Length: > 0 })
            {
                // The end of the chunk's line, or trailers after the last one.
            }

            if (chunk.Length == 0)
            {
                return body.ToArray();
            }
        }
    }

    private async Task<byte[]> BytesAsync(int count, CancellationToken cancellation)
    {
        if (count is < 0 or > LongestBody)
        {
            throw new WireFormatException($"A body of {count} bytes is too long.");
        }

        var bytes = new byte[count];
        for (var filled = 0; filled < count;)
        {
            if (_start == _end && !await FillAsync(cancellation))
            {
                throw new EndOfStreamException();
            }

            var part = Math.Min(count - filled, _end - _start);
            _buffer.AsSpan(_start, part).CopyTo(bytes.AsSpan(filled));
            (_start, filled) = (_start + part, filled + part);
        }

        return bytes;
    }

    // A line without its end; null when the connection ended before it began.
    private async Task<string?> LineAsync(CancellationToken cancellation)
    {
        var line = new MemoryStream();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellation))
            {
                return line.Length == 0 ? null : throw new EndOfStreamException();
            }

            var end = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var stop = end < 0 ? _end : end;
            line.Write(_buffer, _start, stop - _start);
            _start = end < 0 ? _end : end + 1;
            if (end >= 0)
            {
                return Encoding.Latin1.GetString(line.GetBuffer(), 0, (int)line.Length).TrimEnd('\r');
            }

            if (line.Length > LongestLine)
            {
                throw new WireFormatException("A header line is too long.");
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellation);
        return _end > 0;
    }
}
