// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Reading a whole small file, at start only: the call blocks.
enum SmallFile {
    /// No credentials file is larger.
    static let maximumBytes = 1 << 20

    /// The bytes of the file, or `nil` when it cannot be read or is larger than ``maximumBytes``.
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 {
                guard errno == EINTR else { return nil }
                continue
            }
            guard bytes.count + count <= maximumBytes else { return nil }
            bytes.append(contentsOf: chunk.prefix(count))
        }
    }
}
