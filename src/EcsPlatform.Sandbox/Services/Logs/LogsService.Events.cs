using System.Globalization;
using Amazon.CloudWatchLogs.Model;

namespace EcsPlatform.Sandbox.Services;

/// <content>Streams and events.</content>
public sealed partial class LogsService
{
    private static StoredLogStream Stream(StoredLogGroup group, string name) =>
        group.Streams.GetValueOrDefault(name) ?? throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");

    private CreateLogStreamResponse CreateLogStream(CreateLogStreamRequest request)
    {
        var group = Group(request.LogGroupName);
        if (!group.Streams.TryAdd(request.LogStreamName, new StoredLogStream { Name = request.LogStreamName, Created = Now }))
        {
            throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
        }

        return new CreateLogStreamResponse();
    }

    private DescribeLogStreamsResponse DescribeLogStreams(DescribeLogStreamsRequest request)
    {
        var group = Group(request.LogGroupName, request.LogGroupIdentifier);
        var byTime = request.OrderBy?.Value == "LastEventTime";
        if (byTime && request.LogStreamNamePrefix is not null)
        {
            throw Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }

        var streams = group.Streams.Values.Where(stream => stream.Name.StartsWith(request.LogStreamNamePrefix ?? "", StringComparison.Ordinal));
        streams = byTime ? streams.OrderBy(stream => stream.Events.LastOrDefault()?.Time ?? default) : streams;
        streams = request.Descending == true ? streams.Reverse() : streams;
        var page = Paging.Of(streams, stream => stream.Name, request.NextToken, request.Limit ?? 50, InvalidToken);
        return new DescribeLogStreamsResponse { LogStreams = [.. page.Items.Select(stream => Shown(group, stream))], NextToken = page.NextToken };
    }

    private static LogStream Shown(StoredLogGroup group, StoredLogStream stream) => new()
    {
        LogStreamName = stream.Name,
        Arn = $"{group.Arn}:log-stream:{stream.Name}",
        CreationTime = stream.Created.UtcDateTime,
        FirstEventTimestamp = stream.Events.FirstOrDefault()?.Time.UtcDateTime,
        LastEventTimestamp = stream.Events.LastOrDefault()?.Time.UtcDateTime,
        LastIngestionTime = stream.Events.LastOrDefault()?.Ingested.UtcDateTime,
        UploadSequenceToken = stream.Events.Count.ToString("D56", CultureInfo.InvariantCulture),
        StoredBytes = 0,
    };

    private PutLogEventsResponse PutLogEvents(PutLogEventsRequest request)
    {
        var stream = Stream(Group(request.LogGroupName), request.LogStreamName);
        var times = request.LogEvents.Select(entry => new DateTimeOffset(entry.Timestamp!.Value.ToUniversalTime())).ToArray();
        if (!times.SequenceEqual(times.Order()))
        {
            throw Invalid("Log events in a single PutLogEvents request must be in chronological order.");
        }

        // Events may be 14 days old and lie 2 hours ahead (PutLogEvents in the API reference); others are rejected one by one.
        var tooOld = times.Count(time => time < Now.AddDays(-14));
        var tooNew = times.Count(time => time > Now.AddHours(2));
        foreach (var (entry, time) in request.LogEvents.Zip(times).Skip(tooOld).SkipLast(tooNew))
        {
            stream.Events.Add(new StoredLogEvent(time, Now, entry.Message));
        }

        stream.Events.Sort(static (left, right) => left.Time.CompareTo(right.Time));
        return new PutLogEventsResponse
        {
            NextSequenceToken = stream.Events.Count.ToString("D56", CultureInfo.InvariantCulture),
            RejectedLogEventsInfo = tooOld + tooNew == 0 ? null : new RejectedLogEventsInfo
            {
                TooOldLogEventEndIndex = tooOld > 0 ? tooOld : null,
                TooNewLogEventStartIndex = tooNew > 0 ? times.Length - tooNew : null,
            },
        };
    }

    private GetLogEventsResponse GetLogEvents(GetLogEventsRequest request)
    {
        var stream = Stream(Group(request.LogGroupName, request.LogGroupIdentifier), request.LogStreamName);
        var events = stream.Events
            .Where(entry => request.StartTime is null || entry.Time.UtcDateTime >= request.StartTime.Value.ToUniversalTime())
            .Where(entry => request.EndTime is null || entry.Time.UtcDateTime < request.EndTime.Value.ToUniversalTime())
            .ToArray();
        var size = request.Limit ?? 10_000;

        // Tokens point between two events; reading on at the end gives the same token again, which is how callers notice.
        var forward = request.NextToken?.StartsWith("f/", StringComparison.Ordinal) ?? request.StartFromHead == true;
        var at = request.NextToken is null ? (forward ? 0 : events.Length) : Position(request.NextToken);
        var from = forward ? Math.Min(at, events.Length) : Math.Max(0, Math.Min(at, events.Length) - size);
        var page = events.Skip(from).Take(forward ? size : Math.Min(at, events.Length) - from).ToArray();
        return new GetLogEventsResponse
        {
            Events =
            [
                .. page.Select(entry => new OutputLogEvent
                {
                    Timestamp = entry.Time.UtcDateTime,
                    IngestionTime = entry.Ingested.UtcDateTime,
                    Message = entry.Message,
                }),
            ],
            NextForwardToken = $"f/{from + page.Length:D56}",
            NextBackwardToken = $"b/{from:D56}",
        };
    }

    private static int Position(string token) =>
        token.Length == 58 && int.TryParse(token.AsSpan(2), CultureInfo.InvariantCulture, out var position) ? position : throw InvalidToken();

    private FilterLogEventsResponse FilterLogEvents(FilterLogEventsRequest request)
    {
        var group = Group(request.LogGroupName, request.LogGroupIdentifier);
        var pattern = LogFilterPattern.Parse(request.FilterPattern);
        var streams = group.Streams.Values
            .Where(stream => request.LogStreamNames is not { Count: > 0 } names || names.Contains(stream.Name))
            .Where(stream => stream.Name.StartsWith(request.LogStreamNamePrefix ?? "", StringComparison.Ordinal));
        var events = streams
            .SelectMany(stream => stream.Events.Select((entry, index) => (Entry: entry, Stream: stream.Name, Id: $"{stream.Name}/{index}")))
            .Where(found => found.Entry.Time.ToUnixTimeMilliseconds() is var time
                && time >= (request.StartTime ?? long.MinValue) && time < (request.EndTime ?? long.MaxValue))
            .Where(found => pattern.Matches(found.Entry.Message))
            .OrderBy(found => found.Entry.Time);
        var page = Paging.Of(events, found => found.Id, request.NextToken, request.Limit ?? 10_000, InvalidToken);
        return new FilterLogEventsResponse
        {
            Events =
            [
                .. page.Items.Select(found => new FilteredLogEvent
                {
                    LogStreamName = found.Stream,
                    Timestamp = found.Entry.Time.ToUnixTimeMilliseconds(),
                    IngestionTime = found.Entry.Ingested.ToUnixTimeMilliseconds(),
                    Message = found.Entry.Message,
                    EventId = Hash.Of(found.Id).ToString("D20", CultureInfo.InvariantCulture),
                }),
            ],
            SearchedLogStreams = [],
            NextToken = page.NextToken,
        };
    }
}
