// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import BlocksStore
import Foundation
import Logging
import Synchronization
import TestSupport

@testable import BlocksLocal

/// A folder of its own, a clock that stands still until it is moved, and platforms opened on them.
final class LocalBed: Sendable {
    let folder: String
    private let time = MovableTime()
    let log = LogLines()

    /// Making RSA keys takes a tenth of a second, so pools of one run share one.
    private static let keyPEM = try? RSAPrivateKey.generate().pem()

    init() {
        // Every write waits for the disk; in memory the waiting is short, and a killed process leaves the same behind.
        let memory = "/dev/shm"
        let parent =
            FileManager.default.isWritableFile(atPath: memory) ? memory : FileManager.default.temporaryDirectory.path
        folder = parent + "/blocks-local-" + UUID().uuidString
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var clock: WallClock { WallClock { [time] in time.now } }

    func advance(seconds: Int64) { time.advance(seconds: seconds) }

    func platform() throws -> LocalPlatform {
        try LocalPlatform(
            dataDirectory: folder, clock: clock, random: .system, logger: log.logger, passwordIterations: 2)
    }

    /// A pool and the platform it belongs to, which must outlive it no longer than the test wants.
    func pool(_ configuration: UserPoolConfiguration = .init(fullID: "app-auth")) throws -> (
        LocalUserPool, LocalPlatform
    ) {
        let path = "\(folder)/\(configuration.fullID)/signing-key.pem"
        if let pem = Self.keyPEM, !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(configuration.fullID)", withIntermediateDirectories: true)
            try Data(pem.utf8).write(to: URL(fileURLWithPath: path))
        }
        let platform = try platform()
        _ = try platform.platform.service(CognitoServiceProvider.self).make(configuration)
        guard let pool = platform.administration(for: configuration.fullID) else { throw BedError.noPool }
        return (pool, platform)
    }

    func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
    }

    func names(_ path: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(path)").sorted()
    }

    func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")[.posixPermissions] as? Int
    }

    enum BedError: Error { case noPool, noCode, noTokens }
}

private final class MovableTime: Sendable {
    private let instant = Mutex(Timestamp(seconds: 1_790_000_000))

    var now: Timestamp { instant.withLock { $0 } }

    func advance(seconds: Int64) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// Log lines as text.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(sink: self) }
    }

    private struct Handler: LogHandler {
        let sink: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = "\(event.level): \(event.message) \(event.metadata ?? [:])"
            sink.lines.withLock { $0.append(line) }
            LogArchive.keep(line + "\n")
        }
    }
}

let password = Secret("Passw0rd!")
let otherPassword = Secret("N3wPassw0rd!")

extension LocalUserPool {
    @discardableResult
    func signUp(
        _ username: String, _ password: Secret<String> = password, _ attributes: [String: String] = [:]
    ) async throws -> SignUpOutput {
        try await signUp(
            SignUpInput(
                username: username, password: password,
                attributes: attributes.sorted { $0.key < $1.key }.map { UserAttribute(name: $0.key, value: $0.value) }))
    }

    func confirm(_ username: String, _ code: String, session: Secret<String>? = nil) async throws -> ConfirmSignUpOutput
    {
        try await confirmSignUp(
            ConfirmSignUpInput(username: username, confirmationCode: Secret(code), session: session))
    }

    func signIn(_ username: String, _ password: Secret<String> = password) async throws -> AuthTokens {
        let output = try await initiateAuth(
            InitiateAuthInput(
                flow: .userPasswordAuth, parameters: ["USERNAME": Secret(username), "PASSWORD": password]))
        guard case .tokens(let tokens) = output else { throw LocalBed.BedError.noTokens }
        return tokens
    }

    func refresh(_ token: Secret<String>) async throws -> AuthTokens {
        guard case .tokens(let tokens) = try await refreshTokens(RefreshTokensInput(refreshToken: token)) else {
            throw LocalBed.BedError.noTokens
        }
        return tokens
    }

    func reset(_ username: String, _ code: String, _ password: Secret<String> = otherPassword) async throws {
        try await confirmForgotPassword(
            ConfirmForgotPasswordInput(username: username, confirmationCode: Secret(code), password: password))
    }

    /// Creates a user as an administrator, with a password that stays.
    func create(
        _ username: String, _ own: Secret<String> = password, attributes: [UserAttribute] = []
    ) async throws {
        let verified =
            attributes.contains { $0.name == "email" } ? [UserAttribute(name: "email_verified", value: "true")] : []
        try await adminCreateUser(.init(username: username, temporaryPassword: own, attributes: attributes + verified))
        try await adminSetUserPassword(username: username, password: own, permanent: true)
    }

    /// Signs up and confirms.
    func register(
        _ username: String, _ attributes: [String: String] = [:], _ outbox: CodeOutbox
    ) async throws {
        try await signUp(username, password, attributes)
        _ = try await confirm(username, outbox.code(for: username))
    }
}

extension CodeOutbox {
    func code(for username: String) throws -> String {
        guard let code = newest(for: username)?.code else { throw LocalBed.BedError.noCode }
        return code
    }
}

/// The code with its last digit changed.
func wrong(_ code: String) -> String {
    String(code.dropLast()) + (code.last == "0" ? "1" : "0")
}

extension Secret<String> {
    var exposed: String { withExposed { $0 } }
}

extension AWSError {
    /// Matches a refusal by name and text.
    static func refusal(_ name: String, _ message: String) -> @Sendable (any Error) -> Bool {
        { error in
            guard let error = error as? AWSError else { return false }
            return error.name == name && error.message == message && error.kind == .service
        }
    }
}
