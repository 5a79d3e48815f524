// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// One value that can be changed while the app runs: a parameter in clear text.
///
/// Every read asks the driver: nothing is cached. The behaviour is that of the spec, kv-store-and-settings §6.
public struct AppSetting<Value: Codable & Sendable>: Sendable {
    /// The parameter's name, for example `/my-stack-my-app-greeting`.
    public let name: String

    private let driver: any SettingDriver

    /// Declares the setting `id` below `scope`; `name` replaces the name `/<full id>` of its parameter.
    ///
    /// Throws `ConfigurationError` when the id is taken or the platform has no settings.
    public init(_ scope: Scope, _ id: String, of type: Value.Type = Value.self, name: String? = nil) throws {
        let fullID = try scope.claim(id, kind: "AppSetting")
        let provider = try scope.platform.service(SettingDriverProvider.self)
        self.init(name: name ?? "/" + fullID, driver: try provider.make())
    }

    /// A setting over a driver of one's own.
    public init(name: String, driver: any SettingDriver) {
        self.name = name
        self.driver = driver
    }

    /// The current value.
    ///
    /// Text that is no JSON counts as a string. Throws `notFound` when there is no parameter or no text in it, `corrupt` when
    /// it does not fit the type.
    public func get() async throws(AppSettingError) -> Value {
        guard let text = try await driver.read(name, secret: false), !text.isEmpty else { throw .noValue(name) }
        do {
            return try Self.json(text).decode(Value.self)
        } catch {
            throw .corrupt("Parameter \"\(name)\" is not a \(Value.self).", underlying: error)
        }
    }

    /// Replaces the value.
    ///
    /// Throws `validation` when its JSON is longer than 4096 bytes, which is a parameter's limit.
    public func put(_ value: Value) async throws(AppSettingError) {
        let bytes: [UInt8]
        do { bytes = try JSONCoding.encode(value) } catch {
            throw .validation("the value has no JSON", underlying: error)
        }
        guard bytes.count <= 4096 else {
            throw .validation("Value size \(bytes.count) bytes exceeds the 4 KB (4096 bytes) limit")
        }
        _ = try await driver.write(name, value: String(decoding: bytes, as: UTF8.self), secret: false, overwrite: true)
    }

    private static func json(_ text: String) throws -> JSONView {
        if let document = try? JSONDocument(Array(text.utf8)) { return document.root }
        var writer = JSONWriter(reserving: text.utf8.count + 2)
        writer.string(text)
        return try JSONDocument(writer.bytes).root
    }
}
