using PodTools.Build.Model;

if (args.Length < 2)
{
    Console.Error.WriteLine("""
        Writes the model of the pod API from OpenAPI v3 documents.

        usage: ModelGenerator <output folder> <document>...

        A document is a file or a URL, such as http://127.0.0.1:8001/openapi/v3/api/v1 behind `kubectl proxy`.
        Together the documents of api/v1, apis/policy/v1 and apis/authorization.k8s.io/v1 hold every type.
        """);
    return 2;
}

try
{
    var schemas = await OpenApiDocuments.ReadAsync(args[1..]);
    var files = Generator.Run(schemas);
    GeneratedFolder.Write(args[0], files);
    Console.WriteLine($"{files.Count} files written to {args[0]}");
    return 0;
}
catch (Exception failure) when (failure is IOException or HttpRequestException or InvalidDataException or System.Text.Json.JsonException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
