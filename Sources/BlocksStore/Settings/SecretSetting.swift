// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
public import BlocksCrypto

/// One secret text: an encrypted parameter.
///
/// Every read asks the driver: nothing is cached. The behaviour is that of the spec, kv-store-and-settings §6.
public struct SecretSetting: Sendable {
    /// The parameter's name, for example `/my-stack-my-app-auth-session-secret`.
    public let name: String

    private let driver: any SettingDriver

    /// Declares the secret `id` below `scope`; `name` replaces the name `/<full id>` of its parameter.
    ///
    /// Throws `ConfigurationError` when the id is taken or the platform has no settings.
    public init(_ scope: Scope, _ id: String, name: String? = nil) throws {
        let fullID = try scope.claim(id, kind: "AppSetting")
        let provider = try scope.platform.service(SettingDriverProvider.self)
        self.init(name: name ?? "/" + fullID, driver: try provider.make())
    }

    /// A secret over a driver of one's own.
    public init(name: String, driver: any SettingDriver) {
        self.name = name
        self.driver = driver
    }

    /// The secret; throws `notFound` when there is none or it is empty.
    public func get() async throws(AppSettingError) -> Secret<String> {
        guard let secret = try await read() else { throw .noValue(name) }
        return secret
    }

    /// The secret, made on first need: 32 random bytes as base64url.
    ///
    /// Of several first callers, in this process or others, exactly one creates it and all get the same.
    public func getOrCreate(random: SecureRandom) async throws(AppSettingError) -> Secret<String> {
        if let secret = try await read() { return secret }
        let fresh: String
        do { fresh = Base64URL.encode(try random.bytes(32)) } catch {
            throw AppSettingError(
                code: .unavailable, name: "RandomUnavailableError", message: "No random bytes.", underlying: error)
        }
        if try await driver.write(name, value: fresh, secret: true, overwrite: false) { return Secret(fresh) }
        return try await get()
    }

    /// A JSON string stands for its text, anything else for itself: a secret that happens to look like a number or like `true`
    /// stays the text it is (spec K6).
    private func read() async throws(AppSettingError) -> Secret<String>? {
        guard let text = try await driver.read(name, secret: true) else { return nil }
        let secret = (try? JSONDocument(Array(text.utf8)))?.root.string ?? text
        guard !secret.isEmpty else { throw .emptySecret(name) }
        return Secret(secret)
    }
}
