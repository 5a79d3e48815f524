// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// A record as it was read, with what conditional writes compare: the value that is stored.
struct StoredSession: Sendable {
    /// The record.
    let record: SessionRecord
    /// Its times; `nil` in the reference's layout, which has none.
    let times: SessionTimes?
    /// The stored value: a sealed text, or the record's members.
    let value: JSONValue
}

/// It holds the record.
extension StoredSession: Withheld {}

/// Writes records as values of the table, and reads them.
///
/// Sealed: the text `v1.<key id>.<base64url(nonce ‖ ciphertext ‖ tag)>`, AES-256-GCM bound to the row; inside are the record's members and
/// the times. Compatible: the members.
struct SessionCoding: Sendable {
    let format: SessionFormat

    private static let version = "v1."

    /// The value to store, sealed by `seal`.
    func value(
        _ record: SessionRecord, _ times: SessionTimes, _ seal: ([UInt8]) throws -> String
    ) throws -> JSONValue {
        guard format == .sealed else { return .object(record.members) }
        var members = record.members
        members["created"] = .number(JSONNumber(times.created.milliseconds))
        members["renewed"] = .number(JSONNumber(times.renewed.milliseconds))
        members["version"] = .number(JSONNumber(times.version))
        return .string(Self.version + (try seal(try JSONCoding.encode(JSONValue.object(members)))))
    }

    /// What a row holds; `nil` when it is no session of this format, or `open` refuses it.
    func session(_ value: JSONValue, _ open: (String) -> [UInt8]?) -> StoredSession? {
        guard format == .sealed else {
            return value.object.flatMap(SessionRecord.init(members:)).map {
                StoredSession(record: $0, times: nil, value: value)
            }
        }
        guard let text = value.string, text.hasPrefix(Self.version),
            let plaintext = open(String(text.dropFirst(Self.version.count))),
            var members = try? JSONValue(parsing: plaintext).object,
            let created = members["created"]?.int, let renewed = members["renewed"]?.int,
            let version = members["version"]?.int
        else { return nil }
        for name in ["created", "renewed", "version"] { members[name] = nil }
        guard let record = SessionRecord(members: members) else { return nil }
        let times = SessionTimes(
            created: Timestamp(milliseconds: Int64(created)), renewed: Timestamp(milliseconds: Int64(renewed)),
            version: Int64(version))
        return StoredSession(record: record, times: times, value: value)
    }
}
