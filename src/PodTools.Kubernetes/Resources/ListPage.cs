using System.Runtime.CompilerServices;
using System.Text.Json;

namespace PodTools.Kubernetes;

/// <summary>
/// One page of a list, read while it arrives: each object is given out as soon as its last byte is there, so that neither a
/// page nor a list is ever in memory as a whole.
/// </summary>
internal sealed class ListPage<T>(Stream body, ApiRequest request, Uri server) : IAsyncDisposable
{
    private readonly ReceiveBuffer _buffer = new(body, request, server);
    private JsonReaderState _state;
    private Place _place = Place.BeforeRoot;
    private bool _hasItems;

    private enum Place
    {
        BeforeRoot,
        Root,
        Kind,
        Metadata,
        Items,
        Item,
        Other,
        Done,
    }

    /// <summary>The resource version and the token of the next page; complete when all objects have been read.</summary>
    internal ListMeta Metadata { get; private set; } = new();

    public ValueTask DisposeAsync() => body.DisposeAsync();

    /// <summary>Reads the objects; once.</summary>
    internal async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (_place != Place.Done)
        {
            while (Next(out var item))
            {
                if (item is not null)
                {
                    yield return item;
                }
            }

            if (_place != Place.Done && !await _buffer.ReceiveAsync(cancellationToken).ConfigureAwait(false))
            {
                throw ConnectionFailure.Lost(request, server, new IOException("the list breaks off"));
            }
        }
    }

    // Takes one step: a token, or a whole value where one is due. False asks for more bytes, or says that all is read.
    private bool Next(out T? item)
    {
        item = default;
        try
        {
            return _place != Place.Done && Step(ref item);
        }
        catch (JsonException e)
        {
            throw AnswerJson.Unreadable(request, server, e);
        }
    }

    private bool Step(ref T? item)
    {
        var reader = new Utf8JsonReader(_buffer.Unused.Span, isFinalBlock: false, _state);
        if (!reader.Read())
        {
            return false;
        }

        switch (_place, reader.TokenType)
        {
            case (Place.BeforeRoot, JsonTokenType.StartObject):
                _place = Place.Root;
                break;
            case (Place.Root, JsonTokenType.PropertyName):
                _place = reader.ValueTextEquals("metadata") ? Place.Metadata
                    : reader.ValueTextEquals("items") ? Place.Items
                    : reader.ValueTextEquals("kind") ? Place.Kind
                    : Place.Other;
                break;
            case (Place.Kind, JsonTokenType.String):
                CheckKind(reader.GetString()!);
                _place = Place.Root;
                break;
            case (Place.Root, JsonTokenType.EndObject) when _hasItems:
                _place = Place.Done;
                break;
            case (Place.Items, JsonTokenType.StartArray):
                (_hasItems, _place) = (true, Place.Item);
                break;
            case (Place.Items, JsonTokenType.Null) or (Place.Item, JsonTokenType.EndArray):
                (_hasItems, _place) = (true, Place.Root);
                break;
            case (Place.Item or Place.Metadata or Place.Other, _):
                return TakeValue(ref reader, ref item);
            default:
                // An object without items is some other server's answer. Taken for a list, it would say that there is nothing.
                throw new JsonException("A list is expected here.");
        }

        Advance(ref reader);
        return true;
    }

    private static void CheckKind(string kind)
    {
        if (!kind.EndsWith("List", StringComparison.Ordinal))
        {
            throw new JsonException($"It is a {kind}, and a list is expected here.");
        }
    }

    private bool TakeValue(ref Utf8JsonReader reader, ref T? item)
    {
        var start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return false;
        }

        var value = _buffer.Unused.Span[start..(int)reader.BytesConsumed];
        if (_place == Place.Item)
        {
            item = KubernetesJson.Deserialize<T>(value);
        }
        else
        {
            Metadata = _place == Place.Metadata ? KubernetesJson.Deserialize<ListMeta>(value) : Metadata;
            _place = Place.Root;
        }

        Advance(ref reader);
        return true;
    }

    private void Advance(ref Utf8JsonReader reader)
    {
        _buffer.Use((int)reader.BytesConsumed);
        _state = reader.CurrentState;
    }
}
