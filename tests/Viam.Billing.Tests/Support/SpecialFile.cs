using System.Diagnostics;
using System.Net.Sockets;

namespace Viam.Billing.Tests.Support;

/// <summary>Creates files that aren't regular files.</summary>
internal static class SpecialFile
{
    public static void CreateFifo(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Creates a socket. The caller must dispose of it.</summary>
    public static Socket CreateSocket(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }
}
