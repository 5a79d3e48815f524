// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The one operation of Amazon S3 that this system needs: reading an object of one bucket.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>. Every operation throws ``AWSError``.
public struct S3Client: Sendable {
    private let client: AWSClient

    /// A client for the objects of `bucket`, in the configured region.
    ///
    /// Throws `ConfigurationError` when the name can't be a bucket's, region or credentials are missing, or the endpoint override is no
    /// URL.
    public init(bucket: String, _ configuration: AWSConfiguration) throws(ConfigurationError) {
        guard Self.isBucketName(bucket) else {
            throw ConfigurationError(
                "This is no name of a bucket: it has to be 3 to 63 lower-case letters, digits, '.' and '-'.")
        }
        client = try AWSClient(signing: .s3, bucket: bucket, configuration: configuration)
    }

    /// The bytes of the object `key`, of at most `limit` bytes.
    ///
    /// Throws `NoSuchKey` when there is none and the role may list the bucket; otherwise S3 says `AccessDenied`.
    public func object(_ key: String, limit: Int) async throws(AWSError) -> [UInt8] {
        var path: [UInt8] = []
        // Slashes of a key are separators of the path, and everything else is encoded once.
        for segment in key.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            path.append(UInt8(ascii: "/"))
            UnreservedEncoding.append(segment, to: &path)
        }
        return try await client.bytes(at: String(decoding: path, as: UTF8.self), limit: limit)
    }

    /// Whether `name` is a bucket's, so that it can stand in a host name.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
    private static func isBucketName(_ name: String) -> Bool {
        (3...63).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: ".")
            }
    }
}
