// SPDX-License-Identifier: Apache-2.0

/// Named values: SSM parameters on AWS, a file on a developer's machine.
public protocol SettingDriver: Sendable {
    /// The text of the parameter `name`, decrypted if it is `secret`; `nil` when there is no such parameter.
    func read(_ name: String, secret: Bool) async throws(AppSettingError) -> String?

    /// Stores the text `value` under `name`, encrypted if it is `secret`.
    ///
    /// Returns false, and changes nothing, when there is a value and `overwrite` is false: of two first writers exactly one wins.
    func write(_ name: String, value: String, secret: Bool, overwrite: Bool) async throws(AppSettingError) -> Bool
}

/// The platform's way to reach settings.
public struct SettingDriverProvider: Sendable {
    private let body: @Sendable () throws -> any SettingDriver

    /// A provider that asks `make` for each declared setting.
    public init(_ make: @escaping @Sendable () throws -> any SettingDriver) {
        body = make
    }

    /// A provider of `driver`.
    public init(_ driver: any SettingDriver) {
        body = { driver }
    }

    /// The driver of a setting; called at start, never for a request.
    public func make() throws -> any SettingDriver {
        try body()
    }
}
