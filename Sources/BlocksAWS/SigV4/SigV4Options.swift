// SPDX-License-Identifier: Apache-2.0

/// The ways in which services differ about signatures; the defaults are those of every service but Amazon S3.
public struct SigV4Options: Sendable {
    /// Whether `.`, `..` and repeated slashes are resolved before the path is signed; S3 wants its keys as they are.
    public var normalizesPath = true
    /// Whether the path, encoded as it already is, is encoded once more; S3 wants it encoded once.
    public var encodesPathTwice = true
    /// Whether the digest of the body is sent as `X-Amz-Content-Sha256`; S3 requires it.
    public var sendsPayloadHash = false
    /// Whether the session token is sent but left out of the signature; AWS IoT wants that.
    public var omitsSessionToken = false

    /// The defaults.
    public init() {}

    /// What Amazon S3 wants (<https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>).
    public static let s3 = {
        var options = SigV4Options()
        options.normalizesPath = false
        options.encodesPathTwice = false
        options.sendsPayloadHash = true
        return options
    }()
}
