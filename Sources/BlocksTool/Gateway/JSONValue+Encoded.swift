// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension JSONValue {
    /// The value as compact JSON text.
    func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}
