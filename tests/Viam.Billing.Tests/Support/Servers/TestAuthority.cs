using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>A certificate authority that only this test run trusts, so that TLS is verified as in production.</summary>
internal static partial class TestAuthority
{
    private static readonly X509Certificate2 s_root = CreateRoot();

    /// <summary>The root certificate as a PEM file, for SSL_CERT_FILE of a child process.</summary>
    public static string RootFile { get; } = WriteRoot();

    /// <summary>OpenSSL reads the variable from the C environment, which .NET's setter doesn't change.</summary>
    /// <param name="rootFile">The root certificate of another test run; null for this one.</param>
    public static void TrustInThisProcess(string? rootFile = null)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        if (SetEnv("SSL_CERT_FILE", rootFile ?? RootFile, 1) != 0)
        {
            throw new InvalidOperationException("setenv failed.");
        }
    }

    /// <summary>
    /// Creates a certificate for a host. Only Linux can trust a root per process; others skip the test.
    /// </summary>
    public static X509Certificate2 Issue(string host, DateTimeOffset? notAfter = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "This platform reads trusted roots only from its own store.");
        return Create(host, s_root, notAfter);
    }

    /// <summary>Creates a self-signed certificate, which isn't trusted.</summary>
    public static X509Certificate2 SelfSigned(string host) => Create(host, null, null);

    private static X509Certificate2 Create(string host, X509Certificate2? issuer, DateTimeOffset? notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var notBefore = s_root.NotBefore.AddMinutes(1);
        var end = notAfter ?? s_root.NotAfter.AddMinutes(-1);
        if (issuer is null)
        {
            return request.CreateSelfSigned(notBefore, end);
        }

        using var signed = request.Create(issuer, notBefore, end, RandomNumberGenerator.GetBytes(16));
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2 CreateRoot()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Viam.Billing tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
    }

    private static string WriteRoot()
    {
        var path = Path.Combine(Path.GetTempPath(), $"viam-billing-tests-{Environment.ProcessId}.pem");
        File.WriteAllText(path, s_root.ExportCertificatePem());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
        return path;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
