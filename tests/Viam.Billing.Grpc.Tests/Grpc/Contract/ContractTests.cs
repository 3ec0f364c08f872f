using Google.Protobuf.Reflection;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;

namespace Viam.Billing.Tests.Grpc.Contract;

/// <summary>Compares the compiled protos with contract.txt, which has one line per field, value, or RPC.</summary>
public sealed class ContractTests
{
    private static readonly FileDescriptor[] s_files =
    [
        AuthReflection.Descriptor,
        BillingReflection.Descriptor,
        AppReflection.Descriptor,
    ];

    [Fact]
    public void ProtoDefinitionsMatchContract()
    {
        var expected = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Grpc", "Contract", "contract.txt"));
        string[] actual = [.. s_files.SelectMany(Describe)];

        Assert.Equal(172, expected.Length);
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ProtoFilesUseProto3() => Assert.All(s_files, file => Assert.Equal("proto3", file.ToProto().Syntax));

    private static IEnumerable<string> Describe(FileDescriptor file) =>
        [
            .. file.Services.SelectMany(service => service.Methods.Select(Describe)),
            .. file.MessageTypes.SelectMany(message => message.Fields.InDeclarationOrder().Select(Describe)),
            .. file.EnumTypes.SelectMany(type => type.Values.Select(Describe)),
        ];

    private static string Describe(MethodDescriptor method)
    {
        Assert.False(method.IsClientStreaming);
        var stream = method.IsServerStreaming ? "stream " : "";
        return $"{method.Service.FullName}: {method.Name}({method.InputType.Name}) returns "
            + $"{stream}{method.OutputType.Name}{Deprecated(method.GetOptions()?.Deprecated)}";
    }

    private static string Describe(FieldDescriptor field)
    {
        var label =
            field.IsRepeated ? "repeated "
            : field.ToProto().Proto3Optional ? "optional "
            : "";
        var type = field.FieldType switch
        {
            FieldType.Message => field.MessageType.File.Package == field.File.Package
                ? field.MessageType.Name
                : field.MessageType.FullName,
            FieldType.Enum => field.EnumType.Name,
            var scalar => scalar.ToString().ToLowerInvariant(),
        };
        return $"{field.ContainingType.FullName}: {label}{type} {field.Name} = "
            + $"{field.FieldNumber}{Deprecated(field.GetOptions()?.Deprecated)}";
    }

    private static string Describe(EnumValueDescriptor value) =>
        $"{value.EnumDescriptor.FullName}: {value.Name} = {value.Number}{Deprecated(value.GetOptions()?.Deprecated)}";

    private static string Deprecated(bool? deprecated) => deprecated is true ? " deprecated" : "";
}
