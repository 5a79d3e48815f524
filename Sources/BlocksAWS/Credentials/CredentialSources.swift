// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Where this program takes its credentials from, in order: the environment, then a profile of the shared credentials file.
///
/// On Lambda it is always the environment: the service starts a new process when it hands out new credentials. The file is for
/// development. Container, instance and single-sign-on credentials are deliberately not here.
struct CredentialSources: Sendable {
    private let environment: [String: String]
    private let readFile: @Sendable (String) -> [UInt8]?

    /// Sources that see `environment` and read files with `readFile`, which answers `nil` for what cannot be read.
    init(
        environment: [String: String], readFile: @escaping @Sendable (String) -> [UInt8]? = SmallFile.read
    ) {
        self.environment = environment
        self.readFile = readFile
    }

    /// The first credentials found.
    ///
    /// Throws `ConfigurationError` naming what to set when there are none or they are incomplete.
    func resolve() throws(ConfigurationError) -> AWSCredentials {
        if let id = value("AWS_ACCESS_KEY_ID") {
            guard let secret = value("AWS_SECRET_ACCESS_KEY") else {
                throw ConfigurationError(
                    "AWS_ACCESS_KEY_ID is set but AWS_SECRET_ACCESS_KEY is not.", setting: "AWS_SECRET_ACCESS_KEY",
                    kind: .key)
            }
            return AWSCredentials(
                accessKeyID: id, secretAccessKey: Secret(secret),
                sessionToken: value("AWS_SESSION_TOKEN").map(Secret.init))
        }
        return try profile()
    }

    private func profile() throws(ConfigurationError) -> AWSCredentials {
        let name = value("AWS_PROFILE") ?? "default"
        guard let path = credentialsFile, let bytes = readFile(path),
            let section = INIFile(String(decoding: bytes, as: UTF8.self)).sections[name]
        else {
            if value("AWS_PROFILE") != nil {
                throw ConfigurationError(
                    "AWS_PROFILE names a profile that the credentials file does not have.", setting: "AWS_PROFILE",
                    kind: .key)
            }
            throw ConfigurationError(
                "No AWS credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE to a profile of "
                    + "~/.aws/credentials.", setting: "AWS_ACCESS_KEY_ID",
                kind: .key)
        }
        guard let id = section["aws_access_key_id"], let secret = section["aws_secret_access_key"] else {
            throw ConfigurationError(
                "The profile in the credentials file lacks aws_access_key_id or aws_secret_access_key.",
                setting: "AWS_PROFILE",
                kind: .key)
        }
        return AWSCredentials(
            accessKeyID: id, secretAccessKey: Secret(secret),
            sessionToken: section["aws_session_token"].map { Secret($0) })
    }

    private var credentialsFile: String? {
        guard let path = value("AWS_SHARED_CREDENTIALS_FILE") else {
            return value("HOME").map { $0 + "/.aws/credentials" }
        }
        guard path.hasPrefix("~/") else { return path }
        return value("HOME").map { $0 + path.dropFirst() }
    }

    /// A variable's value; an empty one counts as unset.
    private func value(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// The environment holds keys.
extension CredentialSources: Withheld {}
