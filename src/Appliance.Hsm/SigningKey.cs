using System.Formats.Asn1;
using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Appliance.Hsm;

/// <summary>A P-256 key pair on a token, found by label and id.</summary>
/// <param name="Label">CKA_LABEL of both halves.</param>
/// <param name="Id">CKA_ID of both halves; null takes any.</param>
internal sealed record SigningKey(string Label, ReadOnlyMemory<byte>? Id)
{
    private const string FindStep = "find key";
    private const int FieldBytes = 32;
    private const byte Uncompressed = 0x04;

    /// <summary>CKA_EC_PARAMS of P-256: the object identifier 1.2.840.10045.3.1.7, DER.</summary>
    public static ReadOnlySpan<byte> P256 => [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];

    /// <summary>Handle of the private key, or null where there is none.</summary>
    /// <exception cref="HsmException">More than one key fits.</exception>
    public IObjectHandle? FindPrivate(ISession session, string token) => Find(session, CKO.CKO_PRIVATE_KEY, token);

    /// <summary>Handle of the private key.</summary>
    /// <exception cref="HsmException">None or more than one fits.</exception>
    public IObjectHandle GetPrivate(ISession session, string token) => FindPrivate(session, token) ?? throw Missing("private", token);

    /// <summary>Refuses a private key that is not what the log needs: EC, able to sign, and bound to the token.</summary>
    /// <exception cref="HsmException">It is not.</exception>
    public void DemandBound(ISession session, string token)
    {
        IObjectHandle handle = GetPrivate(session, token);
        List<IObjectAttribute> attributes = session.GetAttributeValue(handle, [CKA.CKA_KEY_TYPE, CKA.CKA_SIGN, CKA.CKA_SENSITIVE, CKA.CKA_EXTRACTABLE]);
        if (attributes[0].GetValueAsUlong() != (ulong)CKK.CKK_EC)
            throw Refuse(CKR.CKR_KEY_TYPE_INCONSISTENT, token, $"key '{Label}' is no EC key");
        if (!attributes[1].GetValueAsBool())
            throw Refuse(CKR.CKR_KEY_FUNCTION_NOT_PERMITTED, token, $"key '{Label}' may not sign");
        if (!attributes[2].GetValueAsBool() || attributes[3].GetValueAsBool())
            throw Refuse(CKR.CKR_ATTRIBUTE_SENSITIVE, token, $"key '{Label}' can leave the token");
    }

    /// <summary>The public key as SubjectPublicKeyInfo, DER.</summary>
    /// <exception cref="HsmException">It is missing or not on P-256.</exception>
    public byte[] ReadPublic(ISession session, string token)
    {
        IObjectHandle handle = Find(session, CKO.CKO_PUBLIC_KEY, token) ?? throw Missing("public", token);
        List<IObjectAttribute> attributes = session.GetAttributeValue(handle, [CKA.CKA_EC_PARAMS, CKA.CKA_EC_POINT]);
        if (attributes[0].CannotBeRead || !attributes[0].GetValueAsByteArray().AsSpan().SequenceEqual(P256))
            throw Refuse(CKR.CKR_KEY_TYPE_INCONSISTENT, token, $"key '{Label}' is not on P-256");
        byte[] point = attributes[1].GetValueAsByteArray();
        try
        {
            return EncodePublic(point);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw HsmException.From(
                CKR.CKR_KEY_TYPE_INCONSISTENT, FindStep, token, null, $"CKA_EC_POINT of key '{Label}' is no point of P-256: {Convert.ToHexStringLower(point)}", e);
        }
    }

    /// <summary>
    /// SubjectPublicKeyInfo of a CKA_EC_POINT: an uncompressed point in an OCTET STRING (PKCS#11 v2.40, section 2.3.3 of the
    /// mechanisms), or bare, as some modules write it.
    /// </summary>
    internal static byte[] EncodePublic(ReadOnlySpan<byte> ecPoint)
    {
        // A bare point begins with the same byte as an OCTET STRING, and only its length tells them apart.
        bool bare = ecPoint.Length == 1 + (2 * FieldBytes);
        ReadOnlySpan<byte> point = bare ? ecPoint : Unwrap(ecPoint);
        if (point.Length != 1 + (2 * FieldBytes) || point[0] != Uncompressed)
            throw new CryptographicException("not an uncompressed point of 65 bytes");
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point.Slice(1, FieldBytes).ToArray(), Y = point[(1 + FieldBytes)..].ToArray() },
        });
        return key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>What to search a token for.</summary>
    internal List<IObjectAttribute> Template(CKO kind)
    {
        var attributes = Pkcs11Module.Factories.ObjectAttributeFactory;
        List<IObjectAttribute> template = [attributes.Create(CKA.CKA_CLASS, kind), attributes.Create(CKA.CKA_LABEL, Label)];
        if (Id is { } id)
            template.Add(attributes.Create(CKA.CKA_ID, id.ToArray()));
        return template;
    }

    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> octetString)
    {
        byte[] content = AsnDecoder.ReadOctetString(octetString, AsnEncodingRules.DER, out int read);
        return read == octetString.Length ? content : throw new CryptographicException("bytes follow the point");
    }

    private static HsmException Refuse(CKR ckr, string token, string detail) => HsmException.From(ckr, FindStep, token, null, detail);

    private IObjectHandle? Find(ISession session, CKO kind, string token)
    {
        List<IObjectHandle> found = session.FindAllObjects(Template(kind));
        return found.Count switch
        {
            0 => null,
            1 => found[0],
            _ => throw Refuse(CKR.CKR_OBJECT_HANDLE_INVALID, token, $"{found.Count} keys are labelled '{Label}': configure the id of the one that is meant"),
        };
    }

    private HsmException Missing(string half, string token)
    {
        string id = Id is { } value ? $" with id {Convert.ToHexStringLower(value.Span)}" : "";
        return Refuse(CKR.CKR_OBJECT_HANDLE_INVALID, token, $"there is no {half} key '{Label}'{id}");
    }
}
