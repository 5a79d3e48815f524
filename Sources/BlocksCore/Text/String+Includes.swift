// SPDX-License-Identifier: Apache-2.0

import Glibc

extension StringProtocol {
    /// Whether `text` is somewhere in this one, compared byte by byte; an empty one is.
    ///
    /// The standard library's `contains(_:)` for texts would link the regex engine: a megabyte of `bootstrap` (decision record 0013).
    package func includes(_ text: String) -> Bool {
        var (searched, wanted) = (String(self), text)
        return searched.withUTF8 { searched in
            wanted.withUTF8 { wanted in
                guard let start = searched.baseAddress, let text = wanted.baseAddress else { return wanted.isEmpty }
                guard wanted.count <= searched.count else { return false }
                return (0...searched.count - wanted.count).contains { memcmp(start + $0, text, wanted.count) == 0 }
            }
        }
    }
}
