using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PodTools.Simulator.Http;

/// <summary>
/// A certificate authority made for one server, and the server's certificate for the names of this machine's loopback.
/// Neither is kept anywhere but in memory.
/// </summary>
internal sealed class ServerCertificate : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly X509Certificate2 _server;

    public ServerCertificate(string name)
    {
        // The certificates are about the real connection: a simulated clock has no say in their dates.
        var from = DateTimeOffset.UtcNow.AddHours(-1);
        var until = from + Lifetime;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = AuthorityRequest(name, authorityKey).CreateSelfSigned(from, until);
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = ServerRequest(serverKey, authority).Create(authority, from, until, RandomNumberGenerator.GetBytes(16));
        using var withKey = signed.CopyWithPrivateKey(serverKey);
        AuthorityPem = authority.ExportCertificatePem();
        // Windows' TLS takes keys only from a store or a PFX.
        _server = OperatingSystem.IsWindows() ? FromPfx(withKey) : new X509Certificate2(withKey);
        Options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(_server, null, offline: true),
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        };
    }

    /// <summary>The certificate of the authority, for clients to trust.</summary>
    public string AuthorityPem { get; }

    /// <summary>For the server's side of the handshake.</summary>
    public SslServerAuthenticationOptions Options { get; }

    public void Dispose() => _server.Dispose();

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN=\"{name.Replace("\"", "", StringComparison.Ordinal)} authority\"", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static CertificateRequest ServerRequest(ECDsa key, X509Certificate2 authority)
    {
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        foreach (var host in (string[])["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"])
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        return request;
    }

    private static X509Certificate2 FromPfx(X509Certificate2 certificate) => new(certificate.Export(X509ContentType.Pfx));
}
