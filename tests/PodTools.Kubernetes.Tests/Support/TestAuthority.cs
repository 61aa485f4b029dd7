using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PodTools.Kubernetes.Tests;

/// <summary>A certificate authority that exists for one test, and certificates of all kinds, also bad ones.</summary>
public sealed class TestAuthority
{
    /// <summary>The subject of a server certificate without any alternative name.</summary>
    public const string NoHost = "nobody";

    private readonly X509Certificate2 _root;

    public TestAuthority(string name = "test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(1));
    }

    private TestAuthority(X509Certificate2 root) => _root = root;

    public string Pem => _root.ExportCertificatePem();

    public X509Certificate2Collection Roots => [new X509Certificate2(_root.RawData)];

    /// <summary>An authority whose own certificate this one has issued.</summary>
    public TestAuthority IssueAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var issued = Sign(request, TimeSpan.FromDays(-40), TimeSpan.FromDays(40));
        return new(issued.CopyWithPrivateKey(key));
    }

    /// <summary>A server certificate; names that are addresses become addresses in it.</summary>
    public X509Certificate2 Issue(string[] names, TimeSpan from, TimeSpan until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        AddNames(request, names);
        using var issued = Sign(request, from, until);
        return Usable(issued.CopyWithPrivateKey(key));
    }

    public X509Certificate2 Issue(params string[] names) => Issue(names, TimeSpan.FromDays(-1), TimeSpan.FromDays(30));

    public static X509Certificate2 SelfSigned(params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        AddNames(request, names);
        return Usable(request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30)));
    }

    /// <summary>A server certificate for localhost that says what the test wants it to say.</summary>
    public X509Certificate2 IssueOdd(Action<CertificateRequest> describe, string subject = "CN=localhost")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        describe(request);
        using var issued = Sign(request, TimeSpan.FromDays(-1), TimeSpan.FromDays(30));
        return Usable(issued.CopyWithPrivateKey(key));
    }

    /// <summary>A certificate with the name of a server that only clients may use.</summary>
    public X509Certificate2 IssueForClients(string name) => IssueOdd(request =>
    {
        AddNames(request, [name]);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
    });

    /// <summary>A server certificate whose signature is made with SHA-1.</summary>
    public X509Certificate2 IssueWithSha1(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuer = _root.GetECDsaPrivateKey()!;
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA1);
        AddNames(request, [name]);
        using var issued = request.Create(
            _root.SubjectName, new Sha1Signature(issuer), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30), RandomNumberGenerator.GetBytes(8));
        return Usable(issued.CopyWithPrivateKey(key));
    }

    /// <summary>One who issues certificates without being allowed to: its own says that it is no authority.</summary>
    public TestAuthority IssueImpostor(string name) => new(IssueOdd(request => request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true)), $"CN={name}"));

    /// <summary>A client certificate with its key, as PEM text.</summary>
    public (string Certificate, ECDsa Key) IssueClient(string user, string group = "testers")
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"O={group}, CN={user}", key, HashAlgorithmName.SHA256);
        using var issued = Sign(request, TimeSpan.FromDays(-1), TimeSpan.FromDays(30));
        return (issued.ExportCertificatePem(), key);
    }

    /// <summary>The same for an RSA key.</summary>
    public (string Certificate, RSA Key) IssueRsaClient(string user)
    {
        var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={user}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var issued = Sign(request, TimeSpan.FromDays(-1), TimeSpan.FromDays(30));
        return (issued.ExportCertificatePem(), key);
    }

    public static void AddNames(CertificateRequest request, string[] names)
    {
        if (names is [NoHost])
        {
            return;
        }

        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
    }

    /// <summary>A list of one certificate that counts no longer, as PEM text.</summary>
    public string Revoke(string certificatePem)
    {
        using var revoked = X509Certificate2.CreateFromPem(certificatePem);
        var list = new CertificateRevocationListBuilder();
        list.AddEntry(revoked);
        return PemEncoding.WriteString("X509 CRL", list.Build(_root, 1, DateTimeOffset.UtcNow.AddDays(30), HashAlgorithmName.SHA256));
    }

    // The framework's own way to sign refuses to do what an impostor does.
    private X509Certificate2 Sign(CertificateRequest request, TimeSpan from, TimeSpan until)
    {
        using var key = _root.GetECDsaPrivateKey()!;
        return request.Create(
            _root.SubjectName, X509SignatureGenerator.CreateForECDsa(key), DateTimeOffset.UtcNow + from, DateTimeOffset.UtcNow + until, RandomNumberGenerator.GetBytes(8));
    }

    // TLS on some platforms wants the key from a store.
    private static X509Certificate2 Usable(X509Certificate2 certificate) => new(certificate.Export(X509ContentType.Pkcs12));
}
