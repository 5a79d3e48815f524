// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore
public import BlocksHTTP
public import Logging

/// Variables that a deployment keeps in an object of Amazon S3, beside those of the function's environment.
///
/// `BLOCKS_CONFIG_BUCKET` and `BLOCKS_CONFIG_KEY` name the object; where one of them is missing there is no such configuration. It holds one
/// JSON object of texts.
public enum RuntimeConfiguration {
    /// The bucket's name.
    public static let bucketVariable = "BLOCKS_CONFIG_BUCKET"
    /// The object's key.
    public static let keyVariable = "BLOCKS_CONFIG_KEY"
    /// The largest object that is read, in bytes: 1 MiB.
    public static let limit = 1 << 20
    /// How long reading it may take, in milliseconds.
    private static let patience: Int64 = 8_000

    /// `environment` with the members of the named object added; a variable that exists, even empty, keeps its value.
    ///
    /// Each of up to three attempts takes five seconds at most, all of them eight: Lambda ends a start after ten. An object that doesn't
    /// exist is a warning in `logger`; S3 says so only to roles that may list the bucket, and refuses others.
    /// Throws `ConfigurationError` when the object can't be read, naming bucket and key, or isn't an object of texts.
    public static func added(
        to environment: [String: String], transport: any HTTPTransport, clock: WallClock, logger: Logger,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) async throws(ConfigurationError) -> [String: String] {
        guard let (bucket, key) = location(environment) else { return environment }
        let configuration = AWSConfiguration(
            environment: environment, transport: transport, clock: clock, sleep: sleep)
        func failure(_ reason: String) -> ConfigurationError {
            ConfigurationError(
                "[Blocks] Failed to load config from S3 (\(bucket)/\(key)): \(reason)", setting: keyVariable,
                kind: .unreadable)
        }
        let client: S3Client
        do {
            client = try S3Client(bucket: bucket, configuration)
        } catch {
            throw ConfigurationError(
                failure(error.message).message, setting: error.setting ?? bucketVariable, kind: error.kind)
        }
        let deadline = Deadline(expires: clock.now().adding(milliseconds: patience), clock: clock)
        let answer: Result<[UInt8], AWSError> = await Deadline.$current.withValue(deadline) {
            do throws(AWSError) {
                return .success(try await client.object(key, limit: limit))
            } catch {
                return .failure(error)
            }
        }
        let bytes: [UInt8]
        do {
            bytes = try answer.get()
        } catch {
            guard error.name == "NoSuchKey" else {
                throw failure(error.status.map { "\(error.name), status \($0)" } ?? error.name)
            }
            logger.warning("there is no config in S3 (\(bucket)/\(key)); the environment stands alone")
            return environment
        }
        return try merge(bytes, into: environment, failure)
    }

    /// Adds the members of the JSON object in `bytes` that `environment` lacks.
    private static func merge(
        _ bytes: [UInt8], into environment: [String: String], _ failure: (String) -> ConfigurationError
    ) throws(ConfigurationError) -> [String: String] {
        let root: JSONView
        do { root = try JSONDocument(bytes).root } catch { throw failure(bytes.isEmpty ? "it is empty" : "\(error)") }
        guard root.kind == .object else {
            throw ConfigurationError(
                "[Blocks] Config file must be a JSON object", setting: keyVariable, kind: .unreadable)
        }
        var merged = environment
        var members = root.members
        while let (key, value) = members.nextViews() {
            guard let name = key.string, !name.isEmpty else { throw failure("the name of a member is no text") }
            guard let text = value.string else { throw failure("its member '\(name)' must be a text") }
            // Of members with the same name the last one counts, as it does for `JSON.parse`.
            if environment[name] == nil { merged[name] = text }
        }
        return merged
    }

    private static func location(_ environment: [String: String]) -> (bucket: String, key: String)? {
        guard let bucket = environment[bucketVariable], !bucket.isEmpty, let key = environment[keyVariable],
            !key.isEmpty
        else { return nil }
        return (bucket, key)
    }
}
