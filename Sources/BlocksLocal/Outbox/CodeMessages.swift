// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging

/// One pool's way to its users: files in the pool's folder, the platform's outbox, the log and a callback.
///
/// `last-code.json` holds the newest code (local-mode §1), `codes.jsonl` one line for each code sent.
struct CodeMessages: Sendable {
    /// Codes kept in the log when a pool is opened; older ones are dropped.
    private static let kept = 200

    private let lastCode: AtomicFile
    private let log: AtomicFile
    private let settings: LocalSettings

    /// Opens the files in `folder` and fills the outbox with what was sent before.
    init(folder: DataFolder, settings: LocalSettings) throws(LocalDataError) {
        self.settings = settings
        lastCode = try folder.file("last-code.json")
        log = try folder.file("codes.jsonl")
        let lines = (try log.read() ?? []).split(separator: UInt8(ascii: "\n"))
        for line in lines {
            // A line that a crash cut is no message.
            guard let value = try? JSONValue(parsing: Array(line)), let code = IssuedCode(value) else { continue }
            settings.outbox.record(code)
        }
        if lines.count > 2 * Self.kept {
            try log.write(Array(lines.suffix(Self.kept).joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")])
        }
    }

    /// Writes the message; the caller then makes the code count.
    ///
    /// The files are not flushed: a code that a loss of power takes can be sent again.
    func deliver(_ code: IssuedCode) throws(LocalDataError) {
        var line = JSONWriter()
        line.value(code.json)
        try log.append(line.bytes + [UInt8(ascii: "\n")])
        try lastCode.write(JSONCoding.encodePretty(code.json), flushed: false)
    }

    /// Does the work of ``deliver(_:)`` and leaves the files as they are; for messages that must not be missed by who watches the clock.
    func pretend() throws(LocalDataError) {
        try log.append([])
        if let content = try lastCode.read() { try lastCode.write(content, flushed: false) }
    }

    /// Tells of a code that counts from now on.
    func announce(_ code: IssuedCode) {
        settings.announce(code)
    }
}

extension IssuedCode {
    /// The form in files: `{"username","code","purpose"}`.
    fileprivate var json: JSONValue {
        ["username": .string(username), "code": .string(code), "purpose": .string(purpose.rawValue)]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let username = json["username"]?.string, let code = json["code"]?.string,
            let purpose = json["purpose"]?.string.flatMap(Purpose.init(rawValue:))
        else { return nil }
        self.init(username: username, code: code, purpose: purpose)
    }
}
