// SPDX-License-Identifier: Apache-2.0

import BlocksCore
public import BlocksStore
import Logging

/// Settings in a file: `settings.json` in the reference's format (kv-store-and-settings §7).
///
/// The file maps a setting's full id to its value as plain JSON and is read anew each time, so a developer's edits count at
/// once. Secrets are JSON strings, readable: the file's mode 0600 is what protects them.
public actor FileSettingDriver: SettingDriver {
    private let file: AtomicFile
    private nonisolated let common: LocalSettings

    init(_ file: AtomicFile, _ common: LocalSettings) {
        self.file = file
        self.common = common
    }

    /// The thread of the platform, since every call reads the disk.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { common.thread.asUnownedSerialExecutor() }

    /// The text of the parameter `name`; `nil` when there is none.
    ///
    /// A string is given as its text, unless that text would be taken for other JSON; to a setting both mean the same.
    public func read(_ name: String, secret: Bool) async throws(AppSettingError) -> String? {
        guard let value = try settings()[Self.key(name)] else { return nil }
        if let text = value.string, secret || Self.isPlain(text) { return text }
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Stores a value; returns `false`, and stores nothing, when there is one and `overwrite` is false.
    public func write(
        _ name: String, value: String, secret: Bool, overwrite: Bool
    ) async throws(AppSettingError) -> Bool {
        var object = try settings()
        let key = Self.key(name)
        guard overwrite || object[key] == nil else { return false }
        let json = secret ? nil : try? JSONValue(parsing: Array(value.utf8), limits: .localFile)
        object[key] = json ?? .string(value)
        do {
            try file.write(JSONCoding.encodePretty(.object(object)))
        } catch {
            throw unavailable(error)
        }
        return true
    }

    private func settings() throws(AppSettingError) -> JSONObject {
        do {
            guard let bytes = try file.read() else { return JSONObject() }
            if let object = (try? JSONValue(parsing: bytes, limits: .localFile))?.object { return object }
            try file.abandon(because: "is no JSON object", at: common.clock.now(), logger: common.logger)
            return JSONObject()
        } catch {
            throw unavailable(error)
        }
    }

    private func unavailable(_ error: LocalDataError) -> AppSettingError {
        common.logger.error("local settings failed", metadata: ["reason": "\(error)"])
        return .unavailable("The local settings could not be read or written", underlying: error)
    }

    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && (try? JSONDocument(Array(text.utf8))) == nil
    }

    /// Parameter names begin with a slash, keys of the file don't.
    private static func key(_ name: String) -> String {
        name.hasPrefix("/") ? String(name.dropFirst()) : name
    }
}
