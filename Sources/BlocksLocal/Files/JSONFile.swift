// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging

/// A JSON file that holds one `Value`, replaced whole.
///
/// What cannot be read as such is moved aside with a warning and never overwritten: it may be the only copy of something.
struct JSONFile<Value: Codable & Sendable>: Sendable {
    private let file: AtomicFile
    private let clock: WallClock
    private let logger: Logger

    init(_ file: AtomicFile, clock: WallClock, logger: Logger) {
        self.file = file
        self.clock = clock
        self.logger = logger
    }

    /// The value; `nil` when there is no file, or none any more because it was corrupt.
    func load() throws(LocalDataError) -> Value? {
        guard let bytes = try file.read() else { return nil }
        do {
            return try JSONDocument(bytes, limits: .localFile).root.decode(Value.self)
        } catch {
            try file.abandon(because: "is not what this program writes", at: clock.now(), logger: logger)
            return nil
        }
    }

    /// Replaces the value; it is on the disk when this returns.
    func save(_ value: Value) throws {
        try file.write(try JSONCoding.encodeSorted(value))
    }
}

extension AtomicFile {
    /// Moves a file that cannot be used aside and tells the developer where it went.
    func abandon(because reason: String, at instant: Timestamp, logger: Logger) throws(LocalDataError) {
        let aside = try moveAside(at: instant)
        logger.warning("\(path) \(reason). It was moved to \(aside); starting without it.")
    }
}

extension JSONLimits {
    /// Files are our own: large ones are fine, deep ones are not ours.
    static let localFile = JSONLimits(maximumDepth: 64, maximumBytes: 256 * 1024 * 1024)
}
