namespace PodTools.Schema;

/// <summary>The parts of an image's name that decide whether it is pulled again.</summary>
internal static class ImageName
{
    /// <summary>The pull policy that an image gets when none is given: <c>Always</c> for <c>latest</c>, else <c>IfNotPresent</c>.</summary>
    public static string DefaultPullPolicy(string image) => IsLatest(image) ? "Always" : "IfNotPresent";

    /// <summary>Whether a name means the tag <c>latest</c>: by saying it, or by having neither tag nor digest.</summary>
    public static bool IsLatest(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
        {
            return false;
        }

        // A ':' before a '/' belongs to the registry's port.
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || name[(colon + 1)..] == "latest";
    }
}
